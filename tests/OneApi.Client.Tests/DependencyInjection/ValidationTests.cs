using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.DependencyInjection;

public class ValidationTests
{
    /// <summary>Every row: members of the section, where the error stands, and what the message must say besides.</summary>
    public static TheoryData<string, string, string> Wrong => new()
    {
        { Channel("""  "Name": "a", "Provider": "nobody" """), "OneApi:Channels:0:Provider", "'nobody' is not known; use one of ai360, anthropic, azure" },
        { Channel("""  "Name": "a" """), "OneApi:Channels:0:Provider", "is missing; use one of" },
        { Channel("""  "Provider": "stub" """), "OneApi:Channels:0:Name", "is missing" },
        { Channel("""  "Name": " ", "Provider": "stub" """), "OneApi:Channels:0:Name", "is missing" },
        { Channel("""  "Name": "a", "Provider": "openai" """), "OneApi:Channels:0:ApiKey", "is missing; provider 'openai' needs a key" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "" """), "OneApi:Channels:0:ApiKey", "is missing" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "key\n" """), "OneApi:Channels:0:ApiKey", "white space" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKeys": [ "k", " " ] """), "OneApi:Channels:0:ApiKeys:1", "is empty" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKeys": [ "k", "ключ" ] """), "OneApi:Channels:0:ApiKeys:1", "plain ASCII" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "BaseUrl": "localhost:11434" """), "OneApi:Channels:0:BaseUrl", "'localhost:11434' is not an address; use one like 'https://" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "BaseUrl": "ftp://example.com" """), "OneApi:Channels:0:BaseUrl", "is not an address" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "BaseUrl": "https://u:p@example.com" """), "OneApi:Channels:0:BaseUrl", "has a user" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "BaseUrl": "https://example.com/v1?key=x" """), "OneApi:Channels:0:BaseUrl", "has a user, a query" },
        { Channel("""  "Name": "a", "Provider": "wenxin", "ApiKey": "k" """), "OneApi:Channels:0:SecretKey", "is missing; provider 'wenxin' needs it (scheme baidu-token)" },
        { Channel("""  "Name": "a", "Provider": "wenxin", "ApiKey": "k", "SecretKey": "s", "Authentication": "bearer" """), "OneApi:Channels:0:Authentication", "'bearer' is not one of provider 'wenxin'; use 'baidu-token' or 'bce-auth-v1'" },
        { Channel("""  "Name": "a", "Provider": "qianfan" """), "OneApi:Channels:0:ApiKey", "is missing; provider 'qianfan' needs a key" },
        { Channel("""  "Name": "a", "Provider": "qianfan", "SecretKey": "s" """), "OneApi:Channels:0:ApiKey", "is missing; provider 'qianfan' needs a key" },
        { Channel("""  "Name": "a", "Provider": "qianfan", "ApiKey": "k", "Authentication": "bce-bearer" """), "OneApi:Channels:0:SecretKey", "is missing; provider 'qianfan' needs it (scheme bce-bearer)" },
        { Channel("""  "Name": "a", "Provider": "openai-compatible" """), "OneApi:Channels:0:BaseUrl", "is missing; provider 'openai-compatible' has no address of its own" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "Protocol": "telepathy" """), "OneApi:Channels:0:Protocol", "'telepathy' is not one of provider 'openai'; use 'chat-completions'" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "AuthBaseUrl": "issuer.example.com" """), "OneApi:Channels:0:AuthBaseUrl", "'issuer.example.com' is not an address" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "AuthBaseUrl": "https://u:p@example.com" """), "OneApi:Channels:0:AuthBaseUrl", "has a user" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "Authentication": "handshake" """), "OneApi:Channels:0:Authentication", "'handshake' is not one of provider 'openai'; use 'bearer'" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "SecretKey": "s\n" """), "OneApi:Channels:0:SecretKey", "white space" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "SessionToken": " t" """), "OneApi:Channels:0:SessionToken", "white space" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "AppId": "приложение" """), "OneApi:Channels:0:AppId", "plain ASCII" },
        { Channel("""  "Name": "a", "Provider": "stub", "Weight": -1 """), "OneApi:Channels:0:Weight", "is -1; use 0 or more" },
        { Channel("""  "Name": "a", "Provider": "stub", "Weight": "ten" """), "OneApi:Channels:0:Weight", "'ten' is not a whole number" },
        { Channel("""  "Name": "a", "Provider": "stub", "Weight": 1.5 """), "OneApi:Channels:0:Weight", "'1.5' is not a whole number" },
        { Channel("""  "Name": "a", "Provider": "stub", "Priority": "99999999999" """), "OneApi:Channels:0:Priority", "is not a whole number" },
        { Channel("""  "Name": "a", "Provider": "stub", "Enabled": "yes" """), "OneApi:Channels:0:Enabled", "'yes' is neither true nor false" },
        { Channel("""  "Name": "a", "Provider": "stub", "Timeouts": { "Idle": "soon" } """), "OneApi:Channels:0:Timeouts:Idle", "'soon' is not a duration; use one like '00:00:20'" },
        { Channel("""  "Name": "a", "Provider": "stub", "Timeouts": { "Connect": "5" } """), "OneApi:Channels:0:Timeouts:Connect", "is 5.00:00:00; use a time above zero and up to a day" },
        { Channel("""  "Name": "a", "Provider": "stub", "Timeouts": { "Total": "00:00:00" } """), "OneApi:Channels:0:Timeouts:Total", "above zero" },
        { Channel("""  "Name": "a", "Provider": "stub", "Timeouts": { "FirstToken": "-00:00:01" } """), "OneApi:Channels:0:Timeouts:FirstToken", "above zero" },
        { Channel("""  "Name": "a", "Provider": "stub", "Timeouts": "00:00:05" """), "OneApi:Channels:0:Timeouts", "where an object" },
        { Channel("""  "Name": "a", "Provider": "stub", "ModelMap": { "m": "" } """), "OneApi:Channels:0:ModelMap:m", "maps to an empty name" },
        { Channel("""  "Name": "a", "Provider": "stub", "ModelMap": { "llama3:8b": "llama3" } """), "OneApi:Channels:0:ModelMap:llama3", "'llama3:8b' was split at its colon" },
        { Channel("""  "Name": "a", "Provider": "stub", "ModelMap": { "llama3": "x", "llama3:8b": "y" } """), "OneApi:Channels:0:ModelMap:llama3", "'llama3:8b' was split at its colon" },
        { Channel("""  "Name": "a", "Provider": "stub", "ModelMap": [ { "To": "x" } ] """), "OneApi:Channels:0:ModelMap:0:Model", "is missing" },
        { Channel("""  "Name": "a", "Provider": "stub", "ModelMap": [ { "From": "y", "Into": "x" } ] """), "OneApi:Channels:0:ModelMap:0:Model", "is missing" },
        { Channel("""  "Name": "a", "Provider": "stub", "ModelMap": [ "x" ] """), "OneApi:Channels:0:ModelMap:0:Model", "is missing" },
        { Channel("""  "Name": "a", "Provider": "stub", "ModelMap": [ { "Model": "x", "To": "y" }, { "Model": "X", "To": "z" } ] """), "OneApi:Channels:0:ModelMap:1:Model", "'X' has an entry already" },
        { Channel("""  "Name": "a", "Provider": "stub", "ModelMap": [ { "Model": "x" } ] """), "OneApi:Channels:0:ModelMap:x", "maps to an empty name" },
        { Channel("""  "Name": "a", "Provider": "stub", "Models": [ "m", "" ] """), "OneApi:Channels:0:Models:1", "is empty" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "Headers": { "Content-Type": "text/plain" } """), "OneApi:Channels:0:Headers:Content-Type", "is not a header that can be sent" },
        { Channel("""  "Name": "a", "Provider": "openai", "ApiKey": "k", "Headers": { "X-A": "b\r\nX-C: d" } """), "OneApi:Channels:0:Headers:X-A", "is not a header that can be sent" },
        { """ "Channels": [ "openai" ] """, "OneApi:Channels:0", "where an object" },
        { """ "Channels": "openai" """, "OneApi:Channels", "where an object" },
        { """ "Channels": [ { "Name": "Main", "Provider": "stub" }, { "Name": "mAIN", "Provider": "stub" } ] """, "OneApi:Channels:1:Name", "'mAIN' is already the name of OneApi:Channels:0" },
        { """ "Groups": { "g": {} }, "Channels": [ { "Name": "a", "Provider": "stub", "Groups": [ "g", "h" ] } ] """, "OneApi:Channels:0:Groups:1", "'h' is not configured; use one of g" },
        { """ "Groups": { "g": { "Strategy": "Guess" } } """, "OneApi:Groups:g:Strategy", "'Guess' is not known; use one of Weighted, RoundRobin, LowestLatency, LeastBusy, Cheapest, Ordered" },
        { """ "Groups": { "g": { "Strategy": "" } } """, "OneApi:Groups:g:Strategy", "'' is not known" },
        { """ "Groups": { "g": { "Models": [ "qwen-*" ], "Fallbacks": { "qwen-max": [ "qwen-plus", "gpt-4o" ] } } } """, "OneApi:Groups:g:Fallbacks:qwen-max", "'gpt-4o' is not among the group's models; add it to OneApi:Groups:g:Models" },
        { """ "Groups": { "g": { "Fallbacks": { "m": [ "" ] } } } """, "OneApi:Groups:g:Fallbacks:m:0", "is empty" },
        { """ "Groups": { "g": { "Fallbacks": { "llama3:8b": [ "m" ] } } } """, "OneApi:Groups:g:Fallbacks:llama3", "'llama3:8b' was split at its colon" },
        { """ "Groups": { "g": { "Fallbacks": { "llama3:8": [ "m" ] } } } """, "OneApi:Groups:g:Fallbacks:llama3", "'llama3:8' was split at its colon" },
        { """ "Groups": { "g": { "Fallbacks": [ { "To": [ "m" ] } ] } } """, "OneApi:Groups:g:Fallbacks:0:Model", "is missing" },
        { """ "Groups": { "g": { "FallbackOn": [ "RateLimited" ] } } """, "OneApi:Groups:g:FallbackOn:0", "'RateLimited' can't be added; use ContentFiltered" },
        { """ "Groups": { "g": { "ContinueAfterCut": "perhaps" } } """, "OneApi:Groups:g:ContinueAfterCut", "'perhaps' is neither true nor false" },
        { """ "Groups": { "g": { "ModelMap": { "m": " " } } } """, "OneApi:Groups:g:ModelMap:m", "maps to an empty name" },
        { """ "ModelMap": { "m": "" } """, "OneApi:ModelMap:m", "maps to an empty name" },
        { """ "ForwardHeaders": [ "X-Fine", "authorization" ] """, "OneApi:ForwardHeaders:1", "'authorization' is never forwarded" },
        { """ "ForwardHeaders": "x-api-key" """, "OneApi:ForwardHeaders:0", "'x-api-key' is never forwarded" },
        { """ "ForwardHeaders": [ "not a header" ] """, "OneApi:ForwardHeaders:0", "'not a header' is not a header" },
        { """ "Failover": { "MaxAttempts": 0 } """, "OneApi:Failover:MaxAttempts", "is 0; use 1 or more" },
        { """ "Failover": { "SameChannelRetries": -1 } """, "OneApi:Failover:SameChannelRetries", "is -1; use 0 or more" },
        { """ "Failover": { "MaxAttempts": "many" } """, "OneApi:Failover:MaxAttempts", "'many' is not a whole number" },
        { """ "UnsupportedSettings": "Shrug" """, "OneApi:UnsupportedSettings", "'Shrug' is not known; use Warn or Strict" },
    };

    private static string Channel(string members) => $$"""  "Channels": [ { {{members}} } ] """;

    private static string Section(string members) => $$"""{ "OneApi": { {{members}} } }""";

    private static string[] FailuresOf(TestGateway gateway) => [.. Assert.Throws<OptionsValidationException>(() => gateway.Client).Failures];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task WrongValue_IsNamedWithItsPathAndWhatWouldBeRight(string members, string path, string words)
    {
        await using var gateway = TestGateway.Of(Section(members));

        var failure = Assert.Single(FailuresOf(gateway));

        Assert.StartsWith(path + ": ", failure, StringComparison.Ordinal);
        Assert.Contains(words, failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllErrors_ComeAtOnce_AtTheFirstResolve_AndAgainAtTheNext()
    {
        await using var gateway = TestGateway.Of(Section("""
            "Channels": [ { "Name": "a", "Provider": "stub", "Weight": -1, "Enabled": "maybe" }, { "Name": "a", "Provider": "nobody" }, { "Name": "c", "Provider": "openai" } ],
            "ModelMap": { "m": "" }, "Failover": { "MaxAttempts": 0 }
            """));

        string[] paths = [.. FailuresOf(gateway).Select(static failure => failure[..failure.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal)];

        Assert.Equal(
            ["OneApi:Channels:0:Enabled", "OneApi:Channels:0:Weight", "OneApi:Channels:1:Name", "OneApi:Channels:1:Provider", "OneApi:Channels:2:ApiKey", "OneApi:Failover:MaxAttempts", "OneApi:ModelMap:m"],
            paths);
        Assert.Equal(7, FailuresOf(gateway).Length);
        Assert.Throws<OptionsValidationException>(() => gateway.Services.GetKeyedService<IChatClient>("a"));
    }

    [Fact]
    public async Task Host_DoesNotStart_AndNothingElseHasStarted()
    {
        var other = new StartedService();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("OneApi:Channels:0:Name", "a"), new("OneApi:Channels:0:Provider", "nobody"), new("OneApi:Failover:MaxAttempts", "0")]);
        builder.Services.AddSingleton<IHostedService>(other);
        builder.Services.AddOneApi(builder.Configuration);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(2, error.Failures.Count());
        Assert.False(other.HasStarted);
    }

    [Fact]
    public async Task PathsAreThoseOfTheSectionThatWasGiven()
    {
        await using var gateway = TestGateway.Of(EditableConfiguration.Of("""{ "Llm": { "Channels": [ { "Name": "a", "Provider": "stub", "Weight": -1 } ] } }""").GetSection("Llm"));

        Assert.StartsWith("Llm:Channels:0:Weight: ", Assert.Single(FailuresOf(gateway)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChannelsInCode_AreCheckedToo()
    {
        await using var gateway = new TestGateway(static services =>
        {
            services.AddOneApi(static options =>
            {
                options.Channels.Add(new() { Name = "a", Provider = "stub", Weight = -2 });
                options.Groups["g"] = new() { Fallbacks = new Dictionary<string, IList<string>>(StringComparer.Ordinal) { ["m"] = ["n"], ["M"] = ["n"] } };
                options.Channels.Add(new() { Name = "b", Provider = "stub", ModelMap = new Dictionary<string, string>(StringComparer.Ordinal) { ["m"] = "x", ["M"] = "y" } });
            }).AddChannel("A", static _ => new StubChatClient());
        });

        Assert.Equal(
            [
                "OneApi:Channels:0:Weight: is -2; use 0 or more.",
                "OneApi:Channels:1:ModelMap:M: is there twice, without regard to case; keep one of them.",
                "OneApi:Channels:2:Name: 'A' is already the name of a channel added in code; names are unique, without regard to case.",
                "OneApi:Groups:g:Fallbacks:M: is there twice, without regard to case; keep one of them.",
            ],
            FailuresOf(gateway));
    }

    [Fact]
    public async Task NoMessage_HoldsASecret()
    {
        await using var gateway = TestGateway.Of(Section("""
            "Channels": [
              { "Name": "a", "Provider": "openai", "ApiKey": "PLANTED-key\n", "Headers": { "X-A": "PLANTED-header\r\n", "Content-Type": "PLANTED-type" } },
              { "Name": "b", "Provider": "openai", "ApiKeys": [ "PLANTED-key-ü" ], "SecretKey": "PLANTED-secret-ü", "SessionToken": "PLANTED-token-ü", "AuthBaseUrl": "https://user:PLANTED-password@example.com", "BaseUrl": "https://user:PLANTED-password@example.com" },
              { "Name": "c", "Provider": "nobody", "ApiKey": "PLANTED-key", "BaseUrl": "htp://user:PLANTED-password@example.com" },
              { "Name": "d", "Provider": "openai", "ApiKey": "k", "BaseUrl": "example.com/v1?key=PLANTED-query" },
              { "Name": "e", "Provider": "openai", "ApiKey": "k", "Headers": "PLANTED-headers", "BaseUrl": "https://example.com/#PLANTED-fragment" },
              "PLANTED-text" ]
            """));

        var error = Assert.Throws<OptionsValidationException>(() => gateway.Client);

        Assert.True(error.Failures.Count() >= 9);
        Assert.DoesNotContain("PLANTED", error.ToString(), StringComparison.Ordinal);
        Assert.All(gateway.Logs.Entries, static entry => Assert.DoesNotContain("PLANTED", entry.Message + entry.Exception, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nulls_LeaveTheDefaults_AndNoLimitForDurations()
    {
        await using var gateway = TestGateway.Of(Section("""
            "Channels": [ { "Name": "a", "Provider": "stub", "Weight": null, "Enabled": null, "BaseUrl": null, "Protocol": null, "Models": null, "Headers": {}, "Groups": [],
                            "Timeouts": { "Connect": null, "Idle": "00:00:07" } } ],
            "ModelMap": null, "Groups": { "g": { "Strategy": null } }, "UnsupportedSettings": null, "Failover": null
            """));

        var channel = Assert.Single(gateway.Snapshot.Channels);

        Assert.Equal((1, true), (channel.Weight, channel.Enabled));
        Assert.Equal((null, TimeSpan.FromSeconds(7)), (channel.Timeouts.Connect, channel.Timeouts.Idle));
        Assert.Empty(channel.Models);
    }

    [Fact]
    public async Task WeightZero_PriorityBelowZero_AndAddressesAnywhere_AreFine()
    {
        await using var gateway = TestGateway.Of(Section("""
            "Channels": [ { "Name": "a", "Provider": "Ollama", "BaseUrl": "http://localhost:11434/v1/", "Weight": 0, "Priority": -5, "Headers": { "Authorization": "Basic abc" } } ]
            """));

        var channel = Assert.Single(gateway.Snapshot.Channels);

        Assert.Equal(("ollama", "http://localhost:11434/v1", 0, -5), (channel.Provider, channel.Address?.ToString(), channel.Weight, channel.Priority));
    }

    [Fact]
    public async Task ChangingConfiguredTimeouts_AfterStartUp_ReachesNoSnapshot()
    {
        var config = new ChannelConfig { Name = "a", Provider = "stub" };
        await using var gateway = new TestGateway(services => services.AddOneApi().AddChannel(config));
        var channel = Assert.Single(gateway.Snapshot.Channels);

        config.Timeouts.Idle = TimeSpan.FromSeconds(1);

        Assert.Equal(TimeSpan.FromSeconds(20), channel.Timeouts.Idle);
    }

    private sealed class StartedService : IHostedService
    {
        public bool HasStarted { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            HasStarted = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
