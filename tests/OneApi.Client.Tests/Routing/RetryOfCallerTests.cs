using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Channels;
using OneApi.Client.Gateway;
using OneApi.Client.Routing;

namespace OneApi.Client.Tests.Routing;

/// <summary>A client that says that it repeats a call draws on the model's budget like a retry of ours.</summary>
public sealed class RetryOfCallerTests
{
    private readonly GatewaySnapshot _snapshot = Snapshots.Of(RoutingStrategies.Ordered, "a", "b");
    private readonly RetryBudgets _budgets = new(new FakeTimeProvider());

    [Theory]
    [InlineData("x-stainless-retry-count", "1")]
    [InlineData("x-stainless-retry-count", "2")]
    [InlineData("X-Stainless-Retry-Count", "1")]
    public void RepeatedCalls_UseUpTheBudget_SoThatNothingIsLeftForFailover(string header, string value)
    {
        for (var i = 0; i < 99; i++)
        {
            Plan(header, value);
        }

        Assert.True(MovesOn(Plan(header, value: "0"))); // the hundredth part, and a fifth of one that the call itself brings
        Assert.False(MovesOn(Plan(header, value)));
    }

    [Theory]
    [InlineData("x-stainless-retry-count", "0")]
    [InlineData("x-stainless-retry-count", "")]
    [InlineData("x-stainless-lang", "1")]
    public void FirstTries_UseNothingUp(string header, string value)
    {
        for (var i = 0; i < 150; i++)
        {
            Plan(header, value);
        }

        Assert.True(MovesOn(Plan(header, value)));
    }

    [Fact]
    public void RepeatedCall_IsMade_AlthoughTheBudgetIsEmpty()
    {
        for (var i = 0; i < 150; i++)
        {
            Plan("x-stainless-retry-count", "1");
        }

        Assert.Equal("a", Plan("x-stainless-retry-count", "1").First().Candidate.Channel.Name);
    }

    [Fact]
    public void EmbeddingsAndImages_KnowTheHeaderToo()
    {
        Dictionary<string, string> headers = new() { ["X-Stainless-Retry-Count"] = "1" };

        Assert.True(HeaderForwarding.SaysRetry(headers));
        Assert.False(HeaderForwarding.SaysRetry(null));
        Assert.True(new EmbeddingCall
        {
            Snapshot = _snapshot, Kind = CallKind.Embeddings, Streaming = false, Model = "m", Caller = default, StartedAt = default, StartTimestamp = 0, CancellationToken = CancellationToken.None,
            Inputs = [], Options = new OneApiEmbeddingOptions { ForwardedHeaders = headers }, Generator = null!,
        }.IsRetryOfCaller);
        Assert.True(new ImageCall
        {
            Snapshot = _snapshot, Kind = CallKind.Images, Streaming = false, Model = "m", Caller = default, StartedAt = default, StartTimestamp = 0, CancellationToken = CancellationToken.None,
            Prompt = "", Originals = [], Options = new OneApiImageGenerationOptions { ForwardedHeaders = headers }, Generator = null!,
        }.IsRetryOfCaller);
    }

    private static bool MovesOn(AttemptPlan plan) =>
        plan.After(plan.First().Ticket, new OneApiException(OneApiErrorKind.ProviderUnavailable), TimeSpan.FromMinutes(5)) is not null;

    private AttemptPlan Plan(string header, string value)
    {
        var call = Snapshots.CallOf(_snapshot, options: new OneApiChatOptions { ForwardedHeaders = new Dictionary<string, string> { [header] = value } });
        return new(call, new ChannelSelector(new SeededRandom(1)), _budgets, new SeededRandom(1));
    }
}
