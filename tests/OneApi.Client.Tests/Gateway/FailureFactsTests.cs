using System.Net;
using System.Text;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>What an exception of the gateway says, and what it never says.</summary>
public sealed class FailureFactsTests
{
    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Failure_WhenRateLimited_CarriesEveryFact(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fakes[0].Fault(Fault.ServerError());
        scenario.Fakes[1].Fault(Fault.RateLimited(TimeSpan.FromSeconds(7)));

        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.RateLimited, failure.Kind);
        Assert.True(failure.IsTransient);
        Assert.Equal(wire, failure.Provider);
        Assert.Equal("two", failure.Channel);
        Assert.Equal(HttpStatusCode.TooManyRequests, failure.StatusCode);
        Assert.NotNull(failure.ProviderCode);
        Assert.False(string.IsNullOrEmpty(failure.ProviderMessage));
        Assert.Equal(TimeSpan.FromSeconds(7), failure.RetryAfter);
        Assert.Equal($"RateLimited from provider '{wire}' on channel 'two', status 429.", failure.Message);
        Assert.Equal(
            [("one", 1, wire, OneApiErrorKind.ProviderUnavailable, HttpStatusCode.InternalServerError), ("two", 2, wire, OneApiErrorKind.RateLimited, HttpStatusCode.TooManyRequests)],
            failure.Attempts.Select(static attempt => (attempt.Channel, attempt.ChannelNumber, attempt.Provider, attempt.ErrorKind!.Value, attempt.StatusCode!.Value)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failure_OfOpenAI_NamesTheRequestId(bool streaming)
    {
        await using var scenario = new Scenario("openai");
        scenario.Fake.Reply(new FakeReply { StatusCode = 429, RawBody = """{"error":{"message":"slow down","type":"requests","code":"rate_limit_exceeded"}}"""u8.ToArray(), Headers = new Dictionary<string, string> { ["x-request-id"] = "req_42" } });

        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal("req_42", failure.RequestId);
        Assert.Equal("req_42", Assert.Single(failure.Attempts).RequestId);
        Assert.Equal(("rate_limit_exceeded", "slow down"), (failure.ProviderCode, failure.ProviderMessage));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Failure_WhenTheProviderQuotesTheKey_NeverShowsIt(string wire, bool streaming)
    {
        const string Key = "secret-without-any-known-shape-4711";
        await using var scenario = new Scenario(wire, fakes: new() { ApiKey = Key });
        scenario.Fake.Reply(new FakeReply { StatusCode = 500, RawBody = Encoding.UTF8.GetBytes($$"""{"error":{"message":"refused {{Key}}","code":"{{Key}}","status":"{{Key}}","type":"{{Key}}"} }""") });

        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal("refused ***", failure.ProviderMessage);
        Assert.DoesNotContain(Key, failure.ProviderCode ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain(Key, failure.ToString(), StringComparison.Ordinal);
        Assert.All(scenario.Logs.GetSnapshot(), static record => Assert.DoesNotContain(Key, record.ToString(), StringComparison.Ordinal));
        Assert.Contains(scenario.Fake.Requests[0].Headers, static header => header.Value.Contains(Key, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Failure_NeverShowsThePrompt(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire);
        scenario.Fake.Fault(Fault.ServerError());

        var answer = await scenario.AskAsync(streaming, "a very private prompt", new OneApiChatOptions { EndUser = "somebody-private" });

        Assert.DoesNotContain("private", answer.Failure.ToString(), StringComparison.Ordinal);
        Assert.All(scenario.Logs.GetSnapshot(), static record => Assert.DoesNotContain("private", record.ToString(), StringComparison.Ordinal));
    }
}
