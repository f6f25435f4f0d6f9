using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Authentication;

namespace OneApi.Client.Tests.Channels;

public class SecretTests
{
    private const string Secret = "PLANTED-secret";

    [Fact]
    public void ChannelConfig_Serialised_ShowsNoSecret()
    {
        var config = new ChannelConfig { Name = "a", Provider = "openai", ApiKey = Secret, ApiKeys = [Secret], SecretKey = Secret, SessionToken = Secret, TokenProvider = static _ => new(Secret), Headers = { ["Authorization"] = Secret } };

        var options = JsonSerializer.Serialize(new OneApiOptions { Channels = [config] });

        Assert.Contains("\"openai\"", options, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, JsonSerializer.Serialize(config) + options + config, StringComparison.Ordinal);
    }

    [Fact]
    public void CallersOptions_Serialised_ShowNoToken()
    {
        var chat = new OneApiChatOptions { AccessToken = Secret, ForwardedHeaders = new Dictionary<string, string> { ["X-A"] = Secret } };
        var embeddings = new OneApiEmbeddingOptions { AccessToken = Secret };

        Assert.DoesNotContain(Secret, JsonSerializer.Serialize(chat) + JsonSerializer.Serialize(embeddings), StringComparison.Ordinal);
        Assert.Equal(Secret, ((OneApiChatOptions)chat.Clone()).AccessToken);
    }

    [Fact]
    public void Credential_PrintsNothingOfItself()
    {
        var credential = new Credential(Secret);

        Assert.Equal(("***", "none"), (credential.ToString(), Credential.None.ToString()));
        Assert.DoesNotContain(Secret, $"{credential}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProvidersWords_ThatQuoteTheKey_AreCleaned()
    {
        var client = StubChatClient.Failing(static () => new OneApiException(OneApiErrorKind.Authentication) { ProviderMessage = "Incorrect API key provided: sk-proj-PLANTEDPLANTEDPLANTED." });
        await using var gateway = new TestGateway(services => services.AddOneApi().AddChannel("a", _ => client));

        var error = await Assert.ThrowsAsync<OneApiException>(() => gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("Incorrect API key provided: ***", error.ProviderMessage);
        Assert.DoesNotContain("PLANTED", error.Message, StringComparison.Ordinal);
        Assert.All(gateway.Logs.Entries, static entry => Assert.DoesNotContain("PLANTED", entry.Message + entry.Exception, StringComparison.Ordinal));
    }
}
