using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using OneApi.Client.Tests.Channels;
using OneApi.Client.Transport;
using AuthenticationSchemes = OneApi.Client.Authentication.AuthenticationSchemes;

namespace OneApi.Client.Tests.Transport;

/// <summary>What stands between us and the network, whatever the host set as its defaults.</summary>
public class HttpClientRegistrationTests
{
    public static TheoryData<string> Orders => ["none", "before", "after", "both"];

    private static TestGateway Build(string defaults, Action<IOneApiBuilder>? configure = null) => new(services =>
    {
        if (defaults is "before" or "both")
        {
            services.ConfigureHttpClientDefaults(static client => client.AddStandardResilienceHandler());
        }

        var builder = services.AddOneApi(static options => options.Failover = new() { SameChannelRetries = 0 });
        configure?.Invoke(builder);
        if (defaults is "after" or "both")
        {
            services.ConfigureHttpClientDefaults(static client => client.AddStandardResilienceHandler());
        }
    });

    private static List<HttpMessageHandler> ChainOf(TestGateway gateway, string client)
    {
        var chain = new List<HttpMessageHandler>();
        for (var handler = gateway.Services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(client); handler is not null; handler = (handler as DelegatingHandler)?.InnerHandler)
        {
            chain.Add(handler);
        }

        return chain;
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task OurClients_ShedTheHostsResilience_AndEveryLogger(string defaults)
    {
        await using var gateway = Build(defaults);

        foreach (var scheme in AuthenticationSchemes.All)
        {
            var chain = ChainOf(gateway, AuthenticationSchemes.HttpClientName(scheme.Name));

            Assert.DoesNotContain(chain, static handler => handler is ResilienceHandler);
            Assert.DoesNotContain(chain, static handler => handler.GetType().Name.Contains("Logging", StringComparison.Ordinal));
            Assert.Contains(chain, handler => handler.GetType() == scheme.Create(gateway.Services).GetType());
        }
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task TheHostsOwnClients_KeepTheirs(string defaults)
    {
        await using var gateway = Build(defaults, static builder => builder.Services.AddHttpClient("hosts"));

        Assert.Contains(ChainOf(gateway, "hosts"), static handler => handler is ResilienceHandler);
    }

    [Fact]
    public async Task ThePrimaryHandler_FollowsNoRedirect_KeepsNoCookies_AndDoesNotDrain()
    {
        await using var gateway = Build("none");

        foreach (var scheme in AuthenticationSchemes.All)
        {
            var primary = Assert.IsType<SocketsHttpHandler>(ChainOf(gateway, AuthenticationSchemes.HttpClientName(scheme.Name))[^1]);

            Assert.Equal((false, false, TimeSpan.Zero), (primary.AllowAutoRedirect, primary.UseCookies, primary.ResponseDrainTimeout));
            Assert.Equal(System.Threading.Timeout.InfiniteTimeSpan, primary.ConnectTimeout);
            Assert.Null(primary.ActivityHeadersPropagator);
        }
    }

    [Fact]
    public async Task APrimaryHandlerOfTheHost_Stays_ButFollowsNoRedirect()
    {
        using var own = new HttpClientHandler();
        await using var gateway = Build("none", builder => builder.Services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => own)));

        Assert.Same(own, ChainOf(gateway, AuthenticationSchemes.HttpClientName(AuthenticationSchemes.Bearer))[^1]);
        Assert.Equal((false, false), (own.AllowAutoRedirect, own.UseCookies));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task OnePost_ReachesTheWire_OnA503(string defaults)
    {
        await using var server = await LoopbackServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync("""{ "error": { "message": "overloaded" } }""");
        });
        await using var gateway = Build(defaults, builder => builder.AddChannel(Channel(server)));

        foreach (var streaming in (bool[])[false, true])
        {
            server.Requests.Clear();
            var error = await Assert.ThrowsAsync<OneApiException>(() => AskAsync(gateway, streaming));

            Assert.Equal((OneApiErrorKind.ProviderUnavailable, HttpStatusCode.ServiceUnavailable), (error.Kind, error.StatusCode));
            Assert.Equal(["POST /v1/chat/completions"], server.Requests);
        }
    }

    [Fact]
    public async Task ARedirect_IsNotFollowed_SoThatTheKeyGoesNowhereElse()
    {
        await using var elsewhere = await LoopbackServer.StartAsync(static _ => Task.CompletedTask);
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect(elsewhere.Url + "/v1/chat/completions", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var gateway = Build("none", builder => builder.AddChannel(Channel(server)));

        var error = await Assert.ThrowsAsync<OneApiException>(() => AskAsync(gateway, streaming: false));

        Assert.Equal(HttpStatusCode.TemporaryRedirect, error.StatusCode);
        Assert.Single(server.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task NoHttpLogger_PrintsWhatGoesOut()
    {
        await using var server = await LoopbackServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync("""{ "error": { "message": "Incorrect API key provided: PLANTED-key", "code": "invalid_api_key" } }""");
        });
        await using var gateway = Build("both", builder => builder.AddChannel(Channel(server)));

        var error = await Assert.ThrowsAsync<OneApiException>(() => AskAsync(gateway, streaming: false));

        Assert.Equal((OneApiErrorKind.Authentication, "Incorrect API key provided: ***"), (error.Kind, error.ProviderMessage));
        Assert.DoesNotContain("PLANTED", error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(gateway.Logs.Entries);
        Assert.All(gateway.Logs.Entries, entry => Assert.DoesNotContain("PLANTED", entry.Message + entry.Exception, StringComparison.Ordinal));
        Assert.All(gateway.Logs.Entries, entry => Assert.DoesNotContain(server.Url, entry.Message, StringComparison.Ordinal));
    }

    private static ChannelConfig Channel(LoopbackServer server) => new()
    {
        Name = "a",
        Provider = "openai-compatible",
        BaseUrl = server.Url + "/v1",
        ApiKey = "PLANTED-key",
        Timeouts = { Connect = null },
    };

    private static Task<ChatResponse> AskAsync(TestGateway gateway, bool streaming)
    {
        ChatOptions options = new() { ModelId = "m" };
        return streaming
            ? gateway.Client.GetStreamingResponseAsync("hi", options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)
            : gateway.Client.GetResponseAsync("hi", options, TestContext.Current.CancellationToken);
    }
}
