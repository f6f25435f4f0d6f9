using System.Diagnostics;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>The caller's cancellation reaches the provider at once, wherever the call is, and is never failed over.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly FakeReply LongText = new() { Chunks = ["first ", "second ", "third"] };

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public Task Cancel_BeforeHeaders(string wire, bool streaming) => CancelAsync(wire, streaming, Fault.Silence());

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public Task Cancel_BeforeTheFirstContentOrInTheMiddleOfAWholeBody(string wire, bool streaming) => CancelAsync(wire, streaming, Fault.StallAfter(0));

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Cancel_InTheMiddleOfAStream_ReachesTheReadAndTheProvider(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        using var caller = new CancellationTokenSource();
        scenario.Fake.Reply(LongText);
        scenario.Fake.Fault(Fault.StallAfter(2));
        await using var stream = Open(scenario, caller.Token);
        Assert.True(await stream.MoveNextAsync());
        Assert.True(await stream.MoveNextAsync());

        var next = stream.MoveNextAsync().AsTask();
        var cancelled = Stopwatch.GetTimestamp();
        await caller.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);

        Assert.Equal(caller.Token, error.CancellationToken);
        await AssertLeftAsync(scenario, cancelled);
        Assert.Equal(CallOutcome.Cancelled, scenario.Usage.Only.Outcome);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Cancel_ByTheTokenOfTheEnumeration_ReachesTheProviderToo(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        using var caller = new CancellationTokenSource();
        scenario.Fake.Reply(LongText);
        scenario.Fake.Fault(Fault.StallAfter(1));
        await using var stream = scenario.Chat
            .GetStreamingResponseAsync([new(ChatRole.User, "hello")], new() { ModelId = scenario.Wire.Model }, CancellationToken.None)
            .GetAsyncEnumerator(caller.Token);
        Assert.True(await stream.MoveNextAsync());

        var next = stream.MoveNextAsync().AsTask();
        var cancelled = Stopwatch.GetTimestamp();
        await caller.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);

        Assert.Equal(caller.Token, error.CancellationToken);
        await AssertLeftAsync(scenario, cancelled);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Dispose_InTheMiddleOfAStream_ReachesTheProvider(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fake.Reply(LongText);
        scenario.Fake.Fault(Fault.StallAfter(2));
        var stream = Open(scenario, Scenario.Bound);
        Assert.True(await stream.MoveNextAsync());

        var left = Stopwatch.GetTimestamp();
        await stream.DisposeAsync();

        await AssertLeftAsync(scenario, left);
        Assert.Equal(CallOutcome.Cancelled, scenario.Usage.Only.Outcome);
        Assert.Null(scenario.Usage.Only.ErrorKind);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenAlreadyCancelled_SendsNothing(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();

        var answer = await scenario.AskAsync(streaming, cancellationToken: caller.Token);

        Assert.Equal(caller.Token, Assert.IsAssignableFrom<OperationCanceledException>(answer.Error).CancellationToken);
        Assert.Equal([0, 0], scenario.Requests);
        Assert.Equal(CallOutcome.Cancelled, scenario.Usage.Only.Outcome);
    }

    private static async Task CancelAsync(string wire, bool streaming, Fault fault)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        using var caller = new CancellationTokenSource();
        scenario.Fake.Fault(fault);

        var asking = scenario.AskAsync(streaming, cancellationToken: caller.Token);
        await scenario.Fake.WaitForRequestAsync(Scenario.Bound);
        var cancelled = Stopwatch.GetTimestamp();
        await caller.CancelAsync();
        var answer = await asking;

        Assert.Equal(caller.Token, Assert.IsAssignableFrom<OperationCanceledException>(answer.Error).CancellationToken);
        Assert.Empty(answer.Updates);
        await AssertLeftAsync(scenario, cancelled);
        Assert.Equal(CallOutcome.Cancelled, scenario.Usage.Only.Outcome);
        Assert.Null(scenario.Usage.Only.ErrorKind);
        Assert.Null(scenario.Usage.Only.ServedModel);
    }

    private static IAsyncEnumerator<ChatResponseUpdate> Open(Scenario scenario, CancellationToken cancellationToken) => scenario.Chat
        .GetStreamingResponseAsync([new(ChatRole.User, "hello")], new() { ModelId = scenario.Wire.Model }, cancellationToken)
        .GetAsyncEnumerator(CancellationToken.None);

    /// <summary>The first fake saw its client leave at once; the second was never asked; nothing was said of a failover.</summary>
    private static async Task AssertLeftAsync(Scenario scenario, long since)
    {
        var request = scenario.Fake.Requests[0];
        await request.Disconnected.WaitAsync(Patience, Scenario.Bound);
        Assert.InRange(Stopwatch.GetElapsedTime(since, request.DisconnectedTimestamp!.Value), TimeSpan.Zero, AtOnce);
        Assert.Equal([1, 0], scenario.Requests);
        Assert.Empty(scenario.Lines(1501));
        Assert.Single(scenario.Usage.Only.Attempts);
    }
}
