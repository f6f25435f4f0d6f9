using Microsoft.Extensions.AI;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;
using Xunit;

namespace OneApi.Client.Tests.Protocols.Azure;

/// <summary>Where a call goes, with what (protocols/azure.md §1 to §3).</summary>
public sealed class AzureFormTests
{
    [Theory]
    [InlineData("", null, null, null, "/openai/v1/chat/completions", "gpt-4o")]
    [InlineData("/openai/v1", null, null, null, "/openai/v1/chat/completions", "gpt-4o")]
    [InlineData("/openai/v1", null, "mine", null, "/openai/v1/chat/completions", "mine")]
    [InlineData("/openai/v1", null, null, "preview", "/openai/v1/chat/completions?api-version=preview", "gpt-4o")]
    [InlineData("", null, "my deployment", null, "/openai/deployments/my deployment/chat/completions?api-version=2024-10-21", "my deployment")]
    [InlineData("", null, null, "2024-12-01-preview", "/openai/deployments/gpt-4o/chat/completions?api-version=2024-12-01-preview", "gpt-4o")]
    [InlineData("", "deployments", null, null, "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", "gpt-4o")]
    [InlineData("/openai/deployments/mine", null, null, null, "/openai/deployments/mine/chat/completions?api-version=2024-10-21", "gpt-4o")]
    [InlineData("", "foundry", null, null, "/models/chat/completions?api-version=2024-05-01-preview", "gpt-4o")]
    [InlineData("/models", null, "grok", null, "/models/chat/completions?api-version=2024-05-01-preview", "grok")]
    [InlineData("", "anthropic", null, null, "/anthropic/v1/messages", "gpt-4o")]
    public async Task Chat_GoesToTheAddressOfItsForm(string path, string? protocol, string? deployment, string? version, string expected, string model)
    {
        await using var azure = Start(channel => (channel.BaseUrl, channel.Protocol, channel.Deployment, channel.ApiVersion) = (channel.BaseUrl + path, protocol, deployment, version));

        var answer = await azure.AskAsync(streaming: false, "gpt-4o");

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(expected, azure.Sent.Path + (azure.Sent.Query.TryGetValue("api-version", out var sent) ? "?api-version=" + sent : ""));
        Assert.Equal(model, azure.Sent.Json.GetProperty("model").GetString());
    }

    /// <summary>The old convention for names of deployments is a switch, off unless it is set (azure.md §1).</summary>
    [Theory]
    [InlineData(false, "gpt-3.5-turbo")]
    [InlineData(true, "gpt-35-turbo")]
    public async Task Deployment_LosesItsDots_OnlyWhenToldTo(bool isSet, string expected)
    {
        await using var azure = Start(channel => (channel.Protocol, channel.DeploymentWithoutDots) = ("deployments", isSet));

        Assert.Equal("You said: hello", (await azure.AskAsync(streaming: false, "gpt-3.5-turbo")).Text);
        Assert.Equal(expected, azure.Sent.Model);
    }

    [Theory]
    [InlineData("v1", "/openai/v1/embeddings")]
    [InlineData("deployments", "/openai/deployments/embed/embeddings")]
    [InlineData("foundry", "/models/embeddings")]
    public async Task Embeddings_GoToTheAddressOfTheirForm(string protocol, string expected)
    {
        await using var azure = Start(channel => channel.Protocol = protocol);

        Assert.Equal(2, (await azure.EmbedAsync(["one", "two"], "embed")).Count);
        Assert.Equal(expected, azure.Sent.Path);
    }

    /// <summary>A deployment is one segment, whatever the caller names; it can't climb out of its place.</summary>
    [Theory]
    [InlineData("a/b?c#d e%", "/openai/deployments/a%2Fb?c#d e%/chat/completions")]
    [InlineData("通义", "/openai/deployments/通义/chat/completions")]
    public async Task Deployment_IsOneSegment(string model, string expected)
    {
        await using var azure = Start(channel => channel.Protocol = "deployments");

        Assert.Equal("You said: hello", (await azure.AskAsync(streaming: false, model)).Text);
        Assert.Equal(expected, azure.Sent.Path);
        Assert.Equal(model, azure.Sent.Model);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Deployment_OfDotsAlone_IsNoDeployment(string model)
    {
        await using var azure = Start(channel => channel.Protocol = "deployments");

        Assert.Equal(OneApiErrorKind.ModelNotFound, (await azure.AskAsync(streaming: false, model)).Failure.Kind);
        Assert.Empty(azure.Fake.Requests);
    }

    /// <summary>azure.md §3: versions before 2024-09-01-preview refuse stream_options, and what came later.</summary>
    [Theory]
    [InlineData("2024-02-01", false)]
    [InlineData("2024-06-01", false)]
    [InlineData("2024-09-01-preview", true)]
    [InlineData("2024-10-21", true)]
    public async Task Chat_OldVersions_GetNoLaterMembers(string version, bool isLater)
    {
        await using var azure = Start(channel => channel.ApiVersion = version);

        var answer = await azure.AskAsync(streaming: true, "gpt-4o", new() { MaxOutputTokens = 50 });

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(isLater, azure.Sent.Json.TryGetProperty("stream_options", out _));
        Assert.Equal(isLater, azure.Sent.Json.TryGetProperty("max_completion_tokens", out _));
        Assert.Equal(!isLater, azure.Sent.Json.TryGetProperty("max_tokens", out _));
        Assert.Equal(isLater, answer.Response.Usage is not null);
    }

    [Theory]
    [InlineData("grok-4-1-fast", "max_tokens")]
    [InlineData("gpt-5-nano", "max_completion_tokens")]
    public async Task Foundry_LimitMember_IsThatOfTheModel(string model, string expected)
    {
        await using var azure = Start(channel => channel.Protocol = "foundry");

        Assert.Equal("You said: hello", (await azure.AskAsync(streaming: false, model, new() { MaxOutputTokens = 50 })).Text);
        Assert.Equal(50, azure.Sent.Json.GetProperty(expected).GetInt32());
    }

    [Theory]
    [InlineData("v1", "api-key")]
    [InlineData("v1", "bearer")]
    [InlineData("v1", "token-provider")]
    [InlineData("deployments", "api-key")]
    [InlineData("deployments", "token-provider")]
    [InlineData("foundry", "bearer")]
    [InlineData("anthropic", "x-api-key")]
    [InlineData("anthropic", "api-key")]
    [InlineData("anthropic", "token-provider")]
    public async Task Scheme_PutsTheSecretInItsHeader_AndNoOther(string protocol, string scheme)
    {
        var fake = FakeAzure.Start();
        await using var azure = new OneChannel("azure", fake, channel =>
        {
            (channel.Protocol, channel.Authentication) = (protocol, scheme);
            channel.TokenProvider = _ => new(fake.SecretKey);
        });

        Assert.Equal("You said: hello", (await azure.AskAsync(streaming: false, "gpt-4o")).Text);
        var expected = scheme switch { "bearer" => "Bearer " + fake.ApiKey, "token-provider" => "Bearer " + fake.SecretKey, _ => fake.ApiKey };
        Assert.Equal(expected, azure.Sent.Headers[scheme is "bearer" or "token-provider" ? "Authorization" : scheme]);
        Assert.Single(azure.Sent.Headers.Keys, static name => name.ToLowerInvariant() is "authorization" or "api-key" or "x-api-key");
    }

    /// <summary>The key alone does not make a bearer on the deployments form (azure.md §2).</summary>
    [Fact]
    public void Deployments_HaveNoBearerKey() => Assert.DoesNotContain("bearer", OneApi.Client.Providers.ProviderCatalogue.Find("azure")!.Wires.Single(static wire => wire.Name == "deployments").Schemes);

    /// <summary>An Entra token that is refused is asked for once more, and the call sent again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_WhenRefused_IsAskedForOnceMore(bool streaming)
    {
        var fake = FakeAzure.Start();
        var asked = 0;
        await using var azure = new OneChannel("azure", fake, channel =>
        {
            channel.ApiKey = null;
            channel.TokenProvider = _ => new(asked++ == 0 ? "stale" : fake.SecretKey);
        });

        Assert.Equal("You said: hello", (await azure.AskAsync(streaming, "gpt-4o")).Text);
        Assert.Equal((2, 2), (asked, fake.Requests.Count));
    }

    /// <summary>azure.md §7: old versions take 16 texts, and say so; then the texts go in batches, and the next call need not be told.</summary>
    [Fact]
    public async Task Embeddings_WhenTheServerStatesALimit_GoInBatches()
    {
        await using var azure = Start(channel => channel.ApiVersion = "2023-05-15");
        string[] texts = [.. Enumerable.Range(0, 35).Select(static i => "text " + i)];

        var vectors = await azure.EmbedAsync(texts, "embed", new() { Dimensions = 8 });
        var single = await azure.EmbedAsync([texts[20]], "embed", new() { Dimensions = 8 });
        await azure.EmbedAsync(texts[..17], "embed", new() { Dimensions = 8 });

        Assert.Equal(35, vectors.Count);
        Assert.Equal(single[0].Vector.ToArray(), vectors[20].Vector.ToArray());
        Assert.Equal(texts.Sum(FakeUsage.Count), vectors.Usage!.InputTokenCount);
        Assert.Equal([35, 16, 16, 3, 1, 16, 1], azure.Fake.Requests.Select(static request => request.Json.GetProperty("input").GetArrayLength()));
    }

    [Fact]
    public async Task Embeddings_ThatAreRefusedForAnotherReason_AreNotSplit()
    {
        await using var azure = Start();
        azure.Fake.Fault(Fault.InvalidRequest());

        var failure = await Assert.ThrowsAsync<OneApiException>(() => azure.EmbedAsync(["one", "two"], "embed"));

        Assert.Equal(OneApiErrorKind.InvalidRequest, failure.Kind);
        Assert.Single(azure.Fake.Requests);
    }

    private static OneChannel Start(Action<ChannelConfig>? configure = null) => new("azure", FakeAzure.Start(), configure);
}
