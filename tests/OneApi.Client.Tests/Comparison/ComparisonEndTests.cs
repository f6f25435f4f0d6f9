using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.Tests.Comparison;

/// <summary>How a comparison ends before its panes do, and what a slow reader costs.</summary>
public sealed class ComparisonEndTests
{
    [Fact]
    public async Task Cancellation_EndsAllPanes_AndReturnsWhenTheyAreSettled()
    {
        await using var panes = new Panes(3);
        var grant = await panes.GrantAsync();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Panes.Bound);
        await using var updates = panes.Compare(Panes.Paid(grant), cancellationToken: caller.Token).GetAsyncEnumerator(Panes.Bound);
        panes.Clients[0].Say("a word");
        await Panes.NextTextAsync(updates);
        await Task.WhenAll(panes.Clients.Select(static client => client.Asked.Task)).WaitAsync(Panes.Limit, Panes.Bound);

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await updates.MoveNextAsync())
            {
            }
        });

        await AssertLeftAsync(panes, grant);
    }

    [Fact]
    public async Task Abandonment_EndsAllPanes_AndReturnsWhenTheyAreSettled()
    {
        await using var panes = new Panes(3);
        var grant = await panes.GrantAsync();
        panes.Clients[0].Say("a word");

        await foreach (var update in panes.Compare(Panes.Paid(grant)))
        {
            await Task.WhenAll(panes.Clients.Select(static client => client.Asked.Task)).WaitAsync(Panes.Limit, Panes.Bound);
            Assert.Equal(0, update.Pane);
            break;
        }

        await AssertLeftAsync(panes, grant);
    }

    [Fact]
    public async Task Abandonment_OfPanesThatWaitForTheReader_SettlesThemToo()
    {
        await using var panes = new Panes(2);
        var grant = await panes.GrantAsync();
        Array.ForEach(panes.Clients, static client => client.Say([.. Enumerable.Repeat("word ", 100)]));

        await foreach (var _ in panes.Compare(Panes.Paid(grant)))
        {
            break;
        }

        Assert.Equal(2, panes.Usage.Records.Count);
        Assert.Equal((panes.Usage.Records.Sum(static record => record.ChargeMicros!.Value), 0), await panes.StandingAsync(grant));
    }

    [Fact]
    public async Task Stop_EndsItsPaneAlone()
    {
        await using var panes = new Panes(2);
        using var stop = new CancellationTokenSource();
        await using var updates = panes.Compare(targets: [new() { Model = "model-a", Stop = stop.Token }, "model-b"]).GetAsyncEnumerator(Panes.Bound);
        panes.Clients[0].Say("enough");
        Assert.Equal((0, "enough"), await Panes.NextTextAsync(updates));

        await stop.CancelAsync();
        Assert.True(await updates.MoveNextAsync());
        var stopped = updates.Current.Result!;
        panes.Clients[1].Say("more").End();

        Assert.Equal((0, CallOutcome.Cancelled, "enough"), (stopped.Pane, stopped.Outcome, stopped.Text));
        Assert.Null(stopped.Error);
        Assert.False(stopped.IsComplete);
        Assert.Equal((1, "more"), await Panes.NextTextAsync(updates));
        await panes.Clients[0].Cancelled.Task.WaitAsync(Panes.Limit, Panes.Bound);
    }

    [Fact]
    public async Task ComparisonThatWasCancelledBefore_AsksNobody()
    {
        await using var panes = new Panes(2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => panes.Compare(cancellationToken: new CancellationToken(canceled: true)).ToResultsAsync(Panes.Bound));

        Assert.All(panes.Clients, static client => Assert.Equal(0, client.Calls));
    }

    [Fact]
    public async Task TokenOfToResults_EndsThePanes()
    {
        await using var panes = new Panes(1);
        using var caller = new CancellationTokenSource();
        var waiting = panes.Compare().ToResultsAsync(caller.Token);
        await panes.Clients[0].Asked.Task.WaitAsync(Panes.Limit, Panes.Bound);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(CallOutcome.Cancelled, panes.Usage.Only.Outcome);
    }

    /// <summary>What is kept for the reader is bounded: 4 updates for each pane, one that each pane has in its hands, and one that its provider is about to say.</summary>
    [Fact]
    public async Task SlowReader_SetsThePace_AndNoPaneIsStarved()
    {
        const int said = 2_000;
        var chatty = new CountingClient(said);
        var quiet = new CountingClient(3);
        var services = new ServiceCollection();
        services.AddOneApi()
            .AddChannel("chatty", _ => chatty, static config => config.Models = ["chatty"])
            .AddChannel("quiet", _ => quiet, static config => config.Models = ["quiet"]);
        await using var provider = services.BuildServiceProvider();
        var (read, lead, quietEnd) = (0, 0, 0);

        ComparisonResult? last = null;
        await foreach (var update in provider.GetRequiredService<IModelComparer>().CompareAsync(["chatty", "quiet"], "hello", cancellationToken: Panes.Bound))
        {
            for (var i = 0; i < 5; i++)
            {
                await Task.Yield();
            }

            if (update.Pane == 1)
            {
                quietEnd = update.Result is null ? quietEnd : read;
                continue;
            }

            lead = Math.Max(lead, chatty.Said - read);
            read++;
            last = update.Result ?? last;
        }

        Assert.Equal(said, chatty.Said);
        Assert.InRange(lead, 1, 12);
        Assert.InRange(quietEnd, 0, said - 1);
        Assert.True(last!.HeldUp > TimeSpan.Zero);
    }

    private static async Task AssertLeftAsync(Panes panes, AccessTokenGrant grant)
    {
        Assert.Equal(3, panes.Usage.Records.Count);
        Assert.All(panes.Usage.Records, static record => Assert.Equal(CallOutcome.Cancelled, record.Outcome));
        var charge = panes.Usage.Records.Sum(static record => record.ChargeMicros!.Value);
        Assert.True(charge > 0); // one word was delivered
        Assert.Equal((charge, 0), await panes.StandingAsync(grant));
        await Task.WhenAll(panes.Clients.Select(static client => client.Cancelled.Task)).WaitAsync(Panes.Limit, Panes.Bound);
    }

    private sealed class CountingClient(int count) : IChatClient
    {
        private int _said;

        public int Said => Volatile.Read(ref _said);

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            for (var i = 0; i < count; i++)
            {
                Interlocked.Increment(ref _said);
                yield return new(ChatRole.Assistant, "word ");
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
