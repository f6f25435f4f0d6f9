using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.Routing;

/// <summary>Who serves a model, and what is said when nobody does (design §7.1).</summary>
public class RouteTests
{
    private static async Task<OneApiException> RefusalAsync(TestGateway gateway, string? model)
    {
        ChatOptions options = new() { ModelId = model };
        var whole = await Assert.ThrowsAsync<OneApiException>(() => gateway.Client.GetResponseAsync("hi", options, TestContext.Current.CancellationToken));
        var streamed = await Assert.ThrowsAsync<OneApiException>(() => gateway.Client.GetStreamingResponseAsync("hi", options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken));
        Assert.Equal((whole.Kind, whole.ProviderCode), (streamed.Kind, streamed.ProviderCode));
        Assert.Empty(whole.Attempts);
        return whole;
    }

    private static string[] Serving(string model, params ChannelConfig[] channels) =>
        [.. Snapshots.Of(options => options.Channels = channels).RouteOf(model).Candidates.Select(static candidate => candidate.Channel.Name)];

    [Fact]
    public async Task NobodyServesTheModel_IsModelNotFound()
    {
        await using var gateway = TestGateway.Of("""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "stub", "Models": [ "gpt-*" ] } ] } }""");

        var error = await RefusalAsync(gateway, "qwen-max");

        Assert.Equal((OneApiErrorKind.ModelNotFound, "model_not_found"), (error.Kind, error.ProviderCode));
    }

    [Fact]
    public async Task AllWhoServeAreOff_IsNoChannel()
    {
        await using var gateway = TestGateway.Of("""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "stub", "Enabled": false }, { "Name": "b", "Provider": "stub", "Models": "other" } ] } }""");

        Assert.Equal(OneApiErrorKind.NoChannel, (await RefusalAsync(gateway, "m")).Kind);
    }

    [Fact]
    public async Task ASwitchedOffChannel_IsPassedOver()
    {
        await using var gateway = TestGateway.Of("""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "stub", "Enabled": false, "Priority": 9 }, { "Name": "b", "Provider": "stub" } ] } }""");

        Assert.Equal("from b", await gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task NoModel_IsInvalidRequest_UnlessThereIsADefault()
    {
        await using var without = TestGateway.Of("""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "stub" } ] } }""");
        await using var with = TestGateway.Of("""{ "OneApi": { "DefaultModel": "standard", "Channels": [ { "Name": "a", "Provider": "stub" } ] } }""");

        Assert.Equal(OneApiErrorKind.InvalidRequest, (await RefusalAsync(without, null)).Kind);
        Assert.Equal("from a", await with.AskAsync(model: null, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("standard", with.Adapter["a"].LastOptions?.ModelId);
    }

    [Fact]
    public void AChannelWithoutModels_ServesItsProvidersFamilies_OrEverything()
    {
        ChannelConfig[] channels =
        [
            new() { Name = "openai", Provider = "openai", ApiKey = "k" },
            new() { Name = "server", Provider = "openai-compatible", BaseUrl = "http://localhost:1/v1" },
            new() { Name = "stub", Provider = "stub" },
            new() { Name = "own", Provider = "openai", ApiKey = "k", Models = ["mine-*"] },
        ];

        Assert.Equal(["openai", "server", "stub"], Serving("GPT-4o", channels));
        Assert.Equal(["server", "stub"], Serving("claude-sonnet-4", channels));
        Assert.Equal(["server", "stub", "own"], Serving("mine-1", channels));
    }

    [Fact]
    public async Task Embeddings_GoOnlyToChannelsThatHaveThem()
    {
        await using var gateway = TestGateway.Of("""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "stub" } ] } }""");
        var generator = gateway.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

        var error = await Assert.ThrowsAsync<OneApiException>(() => generator.GenerateAsync(["x"], new() { ModelId = "m" }, TestContext.Current.CancellationToken));
        var nameless = await Assert.ThrowsAsync<OneApiException>(() => generator.GenerateAsync(["x"], null, TestContext.Current.CancellationToken));

        Assert.Equal((OneApiErrorKind.ModelNotFound, OneApiErrorKind.InvalidRequest), (error.Kind, nameless.Kind));
    }
}
