using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.DependencyInjection;

public class ProviderAdapterTests
{
    private static readonly ChannelConfig Channel = new() { Name = "a", Provider = "ACME", ApiKey = "any key at all", BaseUrl = "https://acme.example", ModelMap = { ["m"] = "wire" } };

    [Fact]
    public async Task AddProviderAdapter_GivesChannelsTheirProvider_OnceHoweverOftenCalled()
    {
        await using var gateway = new TestGateway(static services => services.AddOneApi().AddProviderAdapter<Acme>().AddProviderAdapter<Acme>().AddChannel(Channel));

        var response = await gateway.Client.GetResponseAsync("hi", new() { ModelId = "m" }, TestContext.Current.CancellationToken);

        Assert.Equal("a says wire", response.Text);
        Assert.Equal("ACME", response.GetOneApiTrace()!.Provider);
    }

    [Fact]
    public async Task AnAdapterWithATakenId_IsAnErrorOfTheConfiguration()
    {
        await using var gateway = new TestGateway(static services => services.AddOneApi().AddProviderAdapter<Acme>().AddProviderAdapter<Impostor>().AddProviderAdapter<OpenAIImpostor>().AddChannel(Channel));

        string[] failures = [.. Assert.Throws<OptionsValidationException>(() => gateway.Client).Failures];

        Assert.Equal(2, failures.Length);
        Assert.Contains(failures, static failure => failure.Contains(nameof(Impostor), StringComparison.Ordinal) && failure.Contains("'acme' is empty or taken", StringComparison.Ordinal));
        Assert.Contains(failures, static failure => failure.Contains(nameof(OpenAIImpostor), StringComparison.Ordinal) && failure.Contains("'openai'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AdaptersIds_AreNamedAmongTheKnownProviders()
    {
        await using var gateway = new TestGateway(static services => services.AddOneApi().AddProviderAdapter<Acme>().AddChannel(new() { Name = "x", Provider = "acmee" }));

        Assert.Contains("acme", Assert.Single(Assert.Throws<OptionsValidationException>(() => gateway.Client).Failures).Split("use one of")[1], StringComparison.Ordinal);
    }

    private class Acme : IProviderAdapter
    {
        public virtual string Provider => "acme";

        public IChatClient CreateChatClient(ChannelConfig channel) =>
            new StubChatClient { Answer = (options, _) => Task.FromResult(StubChatClient.Say($"{channel.Name} says {options!.ModelId}")) };
    }

    private sealed class Impostor : Acme;

    private sealed class OpenAIImpostor : Acme
    {
        public override string Provider => "openai";
    }
}
