using Microsoft.Extensions.AI;

namespace OneApi.Client.Tests.Comparison;

/// <summary>Each pane is a call of its own: with its hold, its charge, its record.</summary>
public sealed class ComparisonMoneyTests
{
    [Fact]
    public async Task Charges_AreThoseOfTheRecords_AndOfTheAccount()
    {
        await using var panes = new Panes(3);
        var grant = await panes.GrantAsync();
        panes.Clients[0].Say("x").End(10, 5);
        panes.Clients[1].Say("y").End(20, 3);
        panes.Clients[2].Fail(new HttpRequestException("down"));

        var results = await panes.Compare(Panes.Paid(grant)).ToResultsAsync(Panes.Bound);

        Assert.Equal([70L, 70L, 0L], results.Select(static result => result.ChargeMicros));
        Assert.All(results, result => Assert.Equal(result.ChargeMicros, panes.Usage.Records.Single(record => record.CallId == result.Record.CallId).ChargeMicros));
        Assert.All(panes.Usage.Records, record => Assert.Equal(grant.Token.Id, record.TokenId));
        Assert.Equal((140, 0), await panes.StandingAsync(grant));
    }

    [Fact]
    public async Task QuotaThatDoesNotCoverAPane_RefusesThatPaneAlone()
    {
        await using var panes = new Panes(2);
        var grant = await panes.GrantAsync(quotaMicros: 5_000);
        panes.Clients[0].Say("x").End(10, 5);

        var results = await panes.Compare(
            Panes.Paid(grant),
            ["model-a", new() { Model = "model-b", Configure = static own => own.MaxOutputTokens = 1_000 }]).ToResultsAsync(Panes.Bound); // 10 000 at the least

        Assert.True(results[0].IsComplete);
        Assert.Equal((OneApiErrorKind.CallerQuotaExhausted, CallOutcome.Failed, 0L), (results[1].Error!.Kind, results[1].Outcome, results[1].ChargeMicros));
        Assert.Equal(0, panes.Clients[1].Calls);
        Assert.Equal((70, 0), await panes.StandingAsync(grant));
    }

    [Fact]
    public async Task QuotaThatRunningPanesHold_RefusesTheNextOne_AndTheyGoOn()
    {
        await using var panes = new Panes(1);
        var grant = await panes.GrantAsync(quotaMicros: 2_500); // each pane holds a good thousand: 100 tokens of output
        await using var updates = panes.Compare(Panes.Paid(grant), ["model-a", "model-a", "model-a"]).GetAsyncEnumerator(Panes.Bound);

        Assert.True(await updates.MoveNextAsync());
        var refused = updates.Current.Result!; // the other two say nothing yet
        panes.Clients[0].Answer("x", 10, 5).Answer("x", 10, 5);
        var results = new List<ComparisonResult> { refused };
        while (await updates.MoveNextAsync())
        {
            results.AddRange(updates.Current.Result is { } result ? [result] : []);
        }

        Assert.Equal(("quota_in_flight", OneApiErrorKind.CallerQuotaExhausted), (refused.Error!.ProviderCode, refused.Error.Kind));
        Assert.Equal(2, results.Count(static result => result is { IsComplete: true, ChargeMicros: 70, Error: null }));
        Assert.Equal(0, (await panes.StandingAsync(grant)).Held);
    }

    [Fact]
    public async Task Token_DoesNotReachAChannelThatIsClosedToItsGroup()
    {
        await using var panes = new Panes(
            2,
            static options => { options.Groups["blue"] = new(); options.Groups["red"] = new(); },
            static (index, config) => { config.Groups = [index == 0 ? "blue" : "red"]; config.Models = ["model-a"]; });
        var grant = await panes.GrantAsync(group: "blue");
        panes.Clients[0].Say("mine").End(10, 5);

        var results = await panes.Compare(Panes.Paid(grant), [ComparisonTarget.OfChannel("a", "model-a"), ComparisonTarget.OfChannel("b", "model-a")]).ToResultsAsync(Panes.Bound);

        Assert.Equal("mine", results[0].Text);
        Assert.Equal((OneApiErrorKind.CallerForbidden, "channel_not_allowed"), (results[1].Error!.Kind, results[1].Error!.ProviderCode));
        Assert.Equal(0, panes.Clients[1].Calls);
        Assert.Equal((70, 0), await panes.StandingAsync(grant));
    }

    [Fact]
    public async Task GroupThatMayNotUseAModel_RefusesThatPaneAlone()
    {
        await using var panes = new Panes(2, static options => options.Groups["narrow"] = new() { Models = { "model-a" } });
        panes.Clients[0].Say("x").End();

        var results = await panes.Compare(new OneApiChatOptions { Group = "narrow" }).ToResultsAsync(Panes.Bound);

        Assert.Equal([null, OneApiErrorKind.CallerForbidden], results.Select(static result => result.Error?.Kind));
        Assert.All(panes.Usage.Records, static record => Assert.Equal("narrow", record.Group));
    }
}
