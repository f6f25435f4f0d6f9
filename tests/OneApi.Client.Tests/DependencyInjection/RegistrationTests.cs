using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OneApi.Client.Channels;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.DependencyInjection;

public class RegistrationTests
{
    private const string OneChannel = """{ "OneApi": { "Channels": [ { "Name": "written", "Provider": "stub" } ] } }""";

    private static ChannelConfig Stub(string name) => new() { Name = name, Provider = "stub" };

    private static string[] Names(TestGateway gateway) => [.. gateway.Snapshot.Channels.Select(static channel => channel.Name)];

    [Fact]
    public async Task AddOneApi_WithoutAnything_GivesAGatewayWithoutChannels()
    {
        await using var gateway = new TestGateway(static services => services.AddOneApi());

        var error = await Assert.ThrowsAsync<OneApiException>(() => gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(OneApiErrorKind.ModelNotFound, error.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddOneApi_ReadsTheSectionOrTheRootThatHoldsIt(bool section)
    {
        var root = EditableConfiguration.Of(OneChannel);
        await using var gateway = TestGateway.Of(section ? root.GetSection("OneApi") : root);

        Assert.Equal(["written"], Names(gateway));
        Assert.Equal("from written", await gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddOneApi_CodeAndConfigurationAddUp_InAnyOrder(bool codeFirst)
    {
        var configuration = EditableConfiguration.Of(OneChannel);
        await using var gateway = new TestGateway(services =>
        {
            if (codeFirst)
            {
                services.AddOneApi(static options => options.Channels.Add(Stub("coded"))).AddChannel(Stub("added"));
                services.AddOneApi(configuration);
            }
            else
            {
                services.AddOneApi(configuration).AddChannel(Stub("added"));
                services.AddOneApi(static options => options.Channels.Add(Stub("coded")));
            }
        });

        Assert.Equal(["added", "coded", "written"], Names(gateway).Order());
    }

    [Fact]
    public async Task AddOneApi_Twice_AddsConfigurationAndNothingElse()
    {
        var configuration = EditableConfiguration.Of(OneChannel);
        await using var gateway = new TestGateway(services =>
        {
            services.AddOneApi(configuration);
            var once = services.Count;
            services.AddOneApi(configuration);
            services.AddOneApi(configuration.GetSection("OneApi"));
            services.AddOneApi(configuration.GetSection("OneApi"));
            services.AddOneApi();

            Assert.Equal(once, services.Count);
            services.AddOneApi(static options => options.Channels.Add(Stub("second")));
        });

        Assert.Equal(["written", "second"], Names(gateway));
        Assert.Single(gateway.Services.GetServices<IChatClient>());
        Assert.Equal(gateway.Services.GetServices<IHostedService>().Count(), gateway.Services.GetServices<IHostedService>().DistinctBy(static service => service.GetType()).Count());
    }

    [Fact]
    public async Task AddOneApi_OfTwoDifferentConfigurations_AddsUp()
    {
        await using var gateway = new TestGateway(static services =>
        {
            services.AddOneApi(EditableConfiguration.Of(OneChannel));
            services.AddOneApi(EditableConfiguration.Of("""{ "OneApi": { "Channels": [ { "Name": "other", "Provider": "stub" } ] } }"""));
        });

        Assert.Equal(["written", "other"], Names(gateway));
        Assert.Equal([1, 2], gateway.Snapshot.Channels.Select(static channel => channel.Number));
    }

    [Fact]
    public async Task ConfiguredLists_AreCopied_SoThatOptionsCanBeMadeAgain()
    {
        ChannelConfig[] own = [Stub("one")];
        var configuration = new EditableConfiguration(OneChannel);
        await using var gateway = new TestGateway(services =>
        {
            services.AddOneApi(options => options.Channels = own).AddChannel(Stub("two"));
            services.AddOneApi(configuration.Root);
        });
        Assert.Equal(["one", "two", "written"], Names(gateway));

        configuration.Edit("""{ "OneApi": { "Channels": [ { "Name": "edited", "Provider": "stub" } ] } }""");

        Assert.Equal(["one", "two", "edited"], Names(gateway));
        Assert.Single(own);
    }

    [Fact]
    public async Task EnvironmentStyleKeys_Work()
    {
        const string Prefix = "ONEAPI_CLIENT_TESTS_";
        Dictionary<string, string> variables = new()
        {
            ["OneApi__Channels__0__Name"] = "from-environment",
            ["OneApi__Channels__0__Provider"] = "stub",
            ["OneApi__Channels__0__Models"] = "m",
            ["OneApi__Channels__0__Weight"] = "7",
            ["ONEAPI__DEFAULTMODEL"] = "m",
        };
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(Prefix + name, value);
        }

        try
        {
            await using var gateway = TestGateway.Of(new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build());

            var channel = Assert.Single(gateway.Snapshot.Channels);
            Assert.Equal(("from-environment", 7, "m"), (channel.Name, channel.Weight, Assert.Single(channel.Models)));
            Assert.Equal("from from-environment", await gateway.AskAsync(model: null, cancellationToken: TestContext.Current.CancellationToken));
        }
        finally
        {
            foreach (var name in variables.Keys)
            {
                Environment.SetEnvironmentVariable(Prefix + name, null);
            }
        }
    }

    [Fact]
    public async Task UnknownKeys_AreLogged_AndThoseOfOtherRoomsAreNot()
    {
        await using var gateway = TestGateway.Of("""
            { "Logging": { "LogLevel": {} },
              "OneApi": {
                "Channels": [ { "Name": "a", "Provider": "stub", "Wieght": 3, "Limits": { "RequestsPerMinute": 1 } } ],
                "Groups": { "g": { "Modles": [ "m" ], "PriceRatio": "1.0" } },
                "Prices": {}, "Pricing": { "Unknown": "Refuse" }, "Admin": { "Key": "secret" }, "Fallover": {},
                "Failover": { "RetryBudget": "0.2", "RaceFirstTokenAfter": "00:00:10" } } }
            """);

        _ = gateway.Snapshot;

        Assert.Equal(
            ["OneApi:Channels:0:Wieght", "OneApi:Fallover", "OneApi:Groups:g:Modles"],
            gateway.Logs.Of(1404).Select(static entry => entry.Message.Split(' ')[2]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ChatClientAndEmbeddingGenerator_AreSingletons()
    {
        await using var gateway = TestGateway.Of(OneChannel);
        using var scope = gateway.Services.CreateScope();

        Assert.Same(gateway.Services.GetRequiredService<IChatClient>(), scope.ServiceProvider.GetRequiredService<IChatClient>());
        Assert.Same(
            gateway.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            scope.ServiceProvider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());
    }

    [Fact]
    public async Task Dispose_IsHarmless_AndMayHappenTwice()
    {
        await using var gateway = TestGateway.Of(OneChannel);
        gateway.Client.Dispose();
        gateway.Client.Dispose();
        gateway.Services.GetRequiredKeyedService<IChatClient>("written").Dispose();

        Assert.Equal("from written", await gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task KeyedClient_UsesItsChannelOnly()
    {
        await using var gateway = new TestGateway(static services => services.AddOneApi().AddChannel(Stub("a")).AddChannel(Stub("b")));
        var client = gateway.Services.GetRequiredKeyedService<IChatClient>("B");

        var response = await client.GetResponseAsync("hi", new() { ModelId = "m" }, TestContext.Current.CancellationToken);

        Assert.Equal("from b", response.Text);
        Assert.Same(client, gateway.Services.GetRequiredKeyedService<IChatClient>("b"));
        Assert.Equal(0, gateway.Adapter["a"].Calls);
    }

    [Fact]
    public async Task KeyedClient_DoesNotFailOverToOthers()
    {
        await using var gateway = new TestGateway(static services => services.AddOneApi().AddChannel(Stub("a")).AddChannel(Stub("b")));
        gateway.Adapter["a"].Answer = static (_, _) => throw new OneApiException(OneApiErrorKind.PermissionDenied);
        var client = gateway.Services.GetRequiredKeyedService<IChatClient>("a");

        var error = await Assert.ThrowsAsync<OneApiException>(() => client.GetResponseAsync("hi", new() { ModelId = "m" }, TestContext.Current.CancellationToken));

        Assert.Equal((OneApiErrorKind.PermissionDenied, "a"), (error.Kind, error.Channel));
        Assert.Equal(0, gateway.Adapter["b"].Calls);
    }

    [Fact]
    public async Task KeyedClient_OfAChannelThatWasAddedLive_Resolves_AndOfOneTakenOut_Refuses()
    {
        var configuration = new EditableConfiguration(OneChannel);
        await using var gateway = TestGateway.Of(configuration.Root);
        var written = gateway.Services.GetRequiredKeyedService<IChatClient>("written");
        Assert.Null(gateway.Services.GetKeyedService<IChatClient>("late"));

        configuration.Edit("""{ "OneApi": { "Channels": [ { "Name": "late", "Provider": "stub" } ] } }""");

        var late = gateway.Services.GetRequiredKeyedService<IChatClient>("late");
        Assert.Equal("from late", (await late.GetResponseAsync("hi", new() { ModelId = "m" }, TestContext.Current.CancellationToken)).Text);
        var error = await Assert.ThrowsAsync<OneApiException>(() => written.GetResponseAsync("hi", new() { ModelId = "m" }, TestContext.Current.CancellationToken));
        Assert.Equal(OneApiErrorKind.NoChannel, error.Kind);
        Assert.Null(gateway.Services.GetKeyedService<IChatClient>("written"));
    }

    [Fact]
    public async Task UnknownKey_GivesNull_OrTheContainersOwnError()
    {
        await using var gateway = TestGateway.Of(OneChannel);

        Assert.Null(gateway.Services.GetKeyedService<IChatClient>("nobody"));
        Assert.Null(gateway.Services.GetKeyedService<IChatClient>(42));
        Assert.Throws<InvalidOperationException>(() => gateway.Services.GetRequiredKeyedService<IChatClient>("nobody"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HostsOwnKeyedClients_StillResolve(bool before)
    {
        var own = new StubChatClient("own");
        await using var gateway = new TestGateway(services =>
        {
            if (before)
            {
                services.AddKeyedSingleton<IChatClient>("mine", own);
            }

            services.AddOneApi().AddChannel("wrapped", static provider => provider.GetRequiredKeyedService<IChatClient>("mine"));
            if (!before)
            {
                services.AddKeyedSingleton<IChatClient>("mine", own);
            }
        });

        Assert.Same(own, gateway.Services.GetRequiredKeyedService<IChatClient>("mine"));
        Assert.Equal("from own", await gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AClientThatAsksForTheGatewayItself_IsRefusedWithWords_NotARunawayRecursion()
    {
        await using var gateway = new TestGateway(static services => services.AddOneApi().AddChannel("loop", static provider => provider.GetRequiredKeyedService<IChatClient>("typo")));

        var error = Assert.Throws<InvalidOperationException>(() => gateway.Client);

        Assert.Contains("'loop'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetService_OfTheGateway_KeepsTheContract()
    {
        await using var gateway = TestGateway.Of("""{ "OneApi": { "DefaultModel": "gpt-4o-mini" } }""");

        var metadata = Assert.IsType<ChatClientMetadata>(gateway.Client.GetService(typeof(ChatClientMetadata)));

        Assert.Equal(("oneapi", "gpt-4o-mini"), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Same(gateway.Client, gateway.Client.GetService(typeof(IChatClient)));
        Assert.Equal("OneApi.Client", Assert.IsType<ActivitySource>(gateway.Client.GetService(typeof(ActivitySource))).Name);
        Assert.Null(gateway.Client.GetService(typeof(ChatClientMetadata), "key"));
        Assert.Null(gateway.Client.GetService(typeof(string)));
        Assert.Throws<ArgumentNullException>(() => gateway.Client.GetService(null!));
    }

    [Fact]
    public async Task EveryKeyOfAChannel_ThatProvesIt_IsRead()
    {
        await using var gateway = TestGateway.Of("""
            { "OneApi": { "Channels": [ { "Name": "a", "Provider": "openai", "ApiKey": "key", "SecretKey": "secret", "SessionToken": "session", "Authentication": "bearer",
                "AppId": "app", "Region": "region", "Project": "project", "Deployment": "deployment", "ApiVersion": "version", "AuthBaseUrl": "https://issuer.example/base/" } ] } }
            """);
        var config = Assert.Single(gateway.Services.GetRequiredService<IOptions<OneApiOptions>>().Value.Channels);

        Assert.Equal(("key", "secret", "session", "bearer"), (config.ApiKey, config.SecretKey, config.SessionToken, config.Authentication));
        Assert.Equal(("app", "region", "project", "deployment", "version"), (config.AppId, config.Region, config.Project, config.Deployment, config.ApiVersion));
        Assert.Equal("https://issuer.example/base/", config.AuthBaseUrl);
        Assert.DoesNotContain(gateway.Logs.Entries, static entry => entry.Message.Contains("not known", StringComparison.Ordinal));

        var credential = Assert.Single(gateway.Services.GetRequiredService<OneApi.Client.Channels.ChannelRegistry>().Current.Channels).Credentials[0];
        Assert.Equal(("key", "secret", "session", "https://issuer.example/base"), (credential.ApiKey, credential.SecretKey, credential.SessionToken, credential.AuthBaseUrl));
    }

    [Theory]
    [InlineData("""  "BaseUrl": "https://mine.example/v1" """, "https://mine.example/v1")]
    [InlineData("""  "BaseUrl": "https://mine.example/v1", "AuthBaseUrl": "https://issuer.example" """, "https://issuer.example")]
    [InlineData("""  "Weight": 1 """, "https://api.openai.com/v1")]
    public async Task AnAddressOfOnesOwn_StandsForTheIssuerToo(string members, string expected)
    {
        await using var gateway = TestGateway.Of($$"""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "openai", "ApiKey": "key", {{members}} } ] } }""");

        Assert.Equal(expected, gateway.Services.GetRequiredService<OneApi.Client.Channels.ChannelRegistry>().Current.Channels[0].Credentials[0].AuthBaseUrl);
    }

    [Fact]
    public async Task GetService_OfAChannelsClient_NamesProviderAndAddress()
    {
        await using var gateway = TestGateway.Of("""
            { "OneApi": { "Channels": [
                { "Name": "deployed", "Provider": "azure", "ApiKey": "k", "BaseUrl": "https://mine.example/openai/v1", "Models": [ "gpt-4o" ] },
                { "Name": "stubbed", "Provider": "stub" } ] } }
            """);
        var deployed = gateway.Services.GetRequiredKeyedService<IChatClient>("deployed").GetRequiredService<ChatClientMetadata>();
        var stubbed = gateway.Services.GetRequiredKeyedService<IChatClient>("stubbed").GetRequiredService<ChatClientMetadata>();

        Assert.Equal(("azure.ai.openai", "https://mine.example/openai/v1", "gpt-4o"), (deployed.ProviderName, deployed.ProviderUri?.ToString(), deployed.DefaultModelId));
        Assert.Equal(("stubbed", "https://stub.example/v1"), (stubbed.ProviderName, stubbed.ProviderUri?.ToString()));
    }

    [Fact]
    public async Task EmbeddingGenerator_GetService_KeepsTheContract()
    {
        await using var gateway = TestGateway.Of(OneChannel);
        var generator = gateway.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

        Assert.Equal("oneapi", Assert.IsType<EmbeddingGeneratorMetadata>(generator.GetService(typeof(EmbeddingGeneratorMetadata))).ProviderName);
        Assert.Same(generator, generator.GetService(typeof(IEmbeddingGenerator<string, Embedding<float>>)));
        Assert.Null(generator.GetService(typeof(EmbeddingGeneratorMetadata), "key"));
    }

    [Fact]
    public void Doors_CheckTheirArguments()
    {
        var services = new ServiceCollection();
        var builder = services.AddOneApi();

        Assert.Same(services, builder.Services);
        Assert.Throws<ArgumentNullException>(() => services.AddOneApi((IConfiguration)null!));
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddOneApi());
        Assert.Throws<ArgumentNullException>(() => builder.AddChannel(null!));
        Assert.Throws<ArgumentNullException>(() => builder.AddChannel("x", null!));
        Assert.Throws<ArgumentException>(() => builder.AddChannel(" ", static _ => new StubChatClient()));
        Assert.Throws<ArgumentNullException>(() => ((IOneApiBuilder)null!).AddChannelsFromEnvironment());
    }

    [Fact]
    public async Task Host_StartsAndStops_WithAValidConfiguration()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("OneApi:Channels:0:Name", "a"), new("OneApi:Channels:0:Provider", "openai-compatible"), new("OneApi:Channels:0:BaseUrl", "http://127.0.0.1:9/v1")]);
        builder.Services.AddOneApi(builder.Configuration);
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal("a", Assert.Single(host.Services.GetRequiredService<ChannelRegistry>().Current.Channels).Name);
    }
}
