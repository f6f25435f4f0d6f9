using Microsoft.Extensions.AI;

namespace OneApi.Client.Tests.Comparison;

/// <summary>Answers side by side: what comes, in which order, and what one failing pane does to the others.</summary>
public sealed class ComparisonStreamTests
{
    [Fact]
    public async Task Updates_ComeAsTheyAreSaid_WhicheverPaneSaysThem()
    {
        await using var panes = new Panes(2);
        await using var updates = panes.Compare().GetAsyncEnumerator(Panes.Bound);

        foreach (var (pane, text) in ((int, string)[])[(0, "one "), (1, "uno "), (1, "due "), (0, "two"), (1, "tre")])
        {
            var next = Panes.NextTextAsync(updates);
            panes.Clients[pane].Say(text);
            Assert.Equal((pane, text), await next);
        }

        panes.Clients[1].End();
        ComparisonResult? first = null;
        while (first is null && await updates.MoveNextAsync())
        {
            first = updates.Current.Result;
        }

        Assert.Equal((1, "uno due tre"), (first!.Pane, first.Text));
        panes.Clients[0].End();
        var rest = new List<ComparisonUpdate>();
        while (await updates.MoveNextAsync())
        {
            rest.Add(updates.Current);
        }

        Assert.All(rest, static update => Assert.Equal(0, update.Pane));
        Assert.Equal("one two", rest[^1].Result!.Text);
    }

    [Fact]
    public async Task Updates_OfOnePane_AreThoseOfAStreamOfTheGateway_AndEndWithItsResult()
    {
        await using var panes = new Panes(1);
        panes.Clients[0].Say("one", " two").End(10, 5);

        var updates = await panes.Compare().ToListAsync(Panes.Bound);

        Assert.Equal("one two", string.Concat(updates.Select(static update => update.Update?.Text)));
        Assert.All(updates, static update => Assert.Equal((0, "model-a"), (update.Pane, update.Target.Model)));
        Assert.All(updates, static update => Assert.True(update.Update is null != update.Result is null));
        Assert.NotNull(updates[^2].Update!.GetOneApiTrace());
        Assert.NotNull(updates[^1].Result);
    }

    [Fact]
    public async Task Result_SaysWhatThePaneSaidTookAndCost()
    {
        await using var panes = new Panes(1, channel: static (_, config) => config.Prices["model-a"] = new() { Input = "1", Output = "4" });
        panes.Clients[0].Say("one", " two").End(10, 5);

        var result = Assert.Single(await panes.Compare().ToResultsAsync(Panes.Bound));

        var record = panes.Usage.Only;
        Assert.True(result.IsComplete);
        Assert.Equal(("one two", ChatFinishReason.Stop, "a", "model-a"), (result.Text, result.FinishReason, result.Channel, result.Model));
        Assert.Equal((10L, 5L, false), (result.Usage!.InputTokenCount, result.Usage.OutputTokenCount, result.IsEstimated));
        Assert.Equal((70L, 30L), (result.ChargeMicros, result.ProviderCostMicros)); // 10 × 2 + 5 × 10, and 10 × 1 + 5 × 4
        Assert.Equal((record.Duration, record.TimeToFirstToken, record.CallId), (result.Elapsed, result.TimeToFirstToken, result.Record.CallId));
        Assert.NotNull(result.TimeToFirstToken);
        Assert.Equal(record.CallId, result.Response.GetOneApiTrace()!.CallId);
    }

    [Fact]
    public async Task Usage_ThatNobodyReported_IsEstimated()
    {
        await using var panes = new Panes(1);
        panes.Clients[0].Say("one two three").End();

        var result = Assert.Single(await panes.Compare().ToResultsAsync(Panes.Bound));

        Assert.True(result.IsEstimated);
        Assert.True(result.Usage!.OutputTokenCount > 0);
        Assert.Equal((2 * result.Usage.InputTokenCount) + (10 * result.Usage.OutputTokenCount), result.ChargeMicros);
    }

    [Fact]
    public async Task PaneThatFails_StopsNoOther()
    {
        await using var panes = new Panes(3);
        panes.Clients[0].Fail(new HttpRequestException("down"));
        panes.Clients[1].Say("half an answ").Fail(new IOException("cut"));
        panes.Clients[2].Say("whole").End();
        ComparisonTarget[] targets = [.. panes.Models, "nobody-has-it", ComparisonTarget.OfChannel("not-configured", "model-a")];

        var results = await panes.Compare(targets: targets).ToResultsAsync(Panes.Bound);

        Assert.Equal([0, 1, 2, 3, 4], results.Select(static result => result.Pane));
        Assert.Equal(
            [OneApiErrorKind.ProviderUnavailable, OneApiErrorKind.ProtocolViolation, null, OneApiErrorKind.ModelNotFound, OneApiErrorKind.NoChannel],
            results.Select(static result => result.Error?.Kind));
        Assert.Equal(
            [CallOutcome.Failed, CallOutcome.Broken, CallOutcome.Succeeded, CallOutcome.Failed, CallOutcome.Failed],
            results.Select(static result => result.Outcome));
        Assert.Equal(["", "half an answ", "whole", "", ""], results.Select(static result => result.Text));
        Assert.Equal("half an answ", results[1].Error!.PartialText);
        Assert.Equal([false, false, true, false, false], results.Select(static result => result.IsComplete));
        Assert.Equal(5, panes.Usage.Records.DistinctBy(static record => record.CallId).Count());
    }

    [Fact]
    public async Task PaneThatBreaks_IsToldWhileOthersGoOn()
    {
        await using var panes = new Panes(2);
        await using var updates = panes.Compare().GetAsyncEnumerator(Panes.Bound);
        panes.Clients[0].Say("x").Fail(new IOException("cut"));

        while (await updates.MoveNextAsync() && updates.Current.Result is null)
        {
        }

        Assert.Equal((0, CallOutcome.Broken), (updates.Current.Result!.Pane, updates.Current.Result.Outcome));
        panes.Clients[1].Say("still here").End();
        Assert.Equal((1, "still here"), await Panes.NextTextAsync(updates));
    }

    [Fact]
    public async Task CodeOfTheHostThatThrows_FailsItsPaneAlone()
    {
        await using var panes = new Panes(
            3,
            static options => options.Groups["default"] = new() { Strategy = "throws" },
            static (index, config) => config.Models = index < 2 ? ["model-x"] : ["model-c"],
            static services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IRoutingStrategy>(services, new ThrowingStrategy()));
        panes.Clients[2].Say("whole").End();

        var results = await panes.Compare(targets: ["model-x", "model-c"]).ToResultsAsync(Panes.Bound);

        Assert.Equal((OneApiErrorKind.Unknown, CallOutcome.Failed), (results[0].Error!.Kind, results[0].Outcome));
        Assert.IsType<NotSupportedException>(results[0].Error!.InnerException);
        Assert.Equal("whole", results[1].Text);
    }

    [Fact]
    public async Task FailoverOfAPane_IsThatOfTheGateway_AndSaysWhoAnswered()
    {
        await using var panes = new Panes(2, static options => options.Groups["default"] = new() { Fallbacks = { ["model-a"] = ["model-b"] } });
        panes.Clients[0].Fail(new HttpRequestException("down"));
        panes.Clients[1].Say("rescued").End();

        var result = Assert.Single(await panes.Compare(targets: ["model-a"]).ToResultsAsync(Panes.Bound));

        Assert.Equal(("rescued", "b", "model-b", 2), (result.Text, result.Channel, result.Model, result.Record.Attempts.Count));
    }

    private sealed class ThrowingStrategy : IRoutingStrategy
    {
        public string Name => "throws";

        public int Choose(RoutingChoice choice) => throw new NotSupportedException();
    }
}
