using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A host's standard resilience handler replays POSTs and cuts streams: it must not reach our clients, whichever came first.</summary>
public sealed class HostResilienceTests
{
    private static readonly TimeSpan HostLimit = TimeSpan.FromMilliseconds(100);

    public static TheoryData<string, bool, string> Orders => ChatWires.DoorsWith(["before", "after"]);

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Ask_UnderTheHostsHandler_IsNotReplayed(string wire, bool streaming, string order)
    {
        await using var scenario = Of(wire, order);
        scenario.Fake.Fault(Fault.ServerError(503));

        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, failure.Kind);
        Assert.Equal([1], scenario.Requests);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Ask_UnderTheHostsHandler_MayTakeLongerThanItsLimits(string wire, bool streaming, string order)
    {
        await using var scenario = Of(wire, order);
        scenario.Fake.Reply(new FakeReply { Text = "You said: hello", ChunkSize = 2 });
        scenario.Fake.Fault(streaming ? Fault.SlowBody(HostLimit / 2) : Fault.SlowStart(HostLimit * 3)); // real time: the host's handler knows no other

        var answer = await scenario.AskAsync(streaming);

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal([1], scenario.Requests);
    }

    /// <summary>The proof that the two above can fail: any other client of this host is replayed.</summary>
    [Fact]
    public async Task AnotherClient_UnderTheHostsHandler_IsReplayed()
    {
        await using var scenario = new Scenario("openai", before: static services => AddHandler(services, TimeSpan.FromSeconds(10)));
        scenario.Fake.Fault(Fault.ServerError(503));
        using var client = scenario.Services.GetRequiredService<IHttpClientFactory>().CreateClient("other");

        using var response = await client.PostAsync(new Uri(scenario.Fake.Url + "/chat/completions"), new StringContent("{}"), Scenario.Bound);

        Assert.True(scenario.Fake.Requests.Count > 1);
    }

    private static Scenario Of(string wire, string order) => new(
        wire,
        before: order == "before" ? static services => AddHandler(services, HostLimit) : null,
        after: order == "after" ? static services => AddHandler(services, HostLimit) : null);

    private static void AddHandler(IServiceCollection services, TimeSpan limit) => services.ConfigureHttpClientDefaults(clients => clients.AddStandardResilienceHandler(options =>
    {
        options.AttemptTimeout.Timeout = limit;
        options.TotalRequestTimeout.Timeout = limit * 2;
        options.CircuitBreaker.SamplingDuration = limit * 5;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxRetryAttempts = 2;
    }));
}
