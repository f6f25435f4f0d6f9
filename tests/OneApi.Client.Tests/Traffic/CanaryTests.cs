using Microsoft.Extensions.AI;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.Traffic;

/// <summary>Each step of a move from old channels to new ones, and the way back.</summary>
public class CanaryTests
{
    private static Exception Down() => new HttpRequestException("down");

    private static string Split(double percent, string more = "") => $$""" "Canary": { "Channel": "new", "Percent": {{percent.ToString(System.Globalization.CultureInfo.InvariantCulture)}} {{more}} } """;

    private static string Step(string step) => $$""" "Canary": { "Channels": [ "new" ], "Step": "{{step}}" } """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Split_GivesEachUserOneSide_AndMoreOfThemAsTheShareRises_WithoutARestart(bool streaming)
    {
        await using var sides = new TwoSides(Split(10));
        var tenth = await sides.NewUsersAsync(300, streaming);
        Assert.Equal(tenth, await sides.NewUsersAsync(300, streaming));

        sides.Edit(Split(40));
        var more = await sides.NewUsersAsync(300, streaming);

        Assert.InRange(tenth.Count, 12, 50); // 30 ± 4 deviations
        Assert.InRange(more.Count, 86, 154); // 120 ± 4 deviations
        Assert.True(more.IsSupersetOf(tenth));
    }

    [Fact]
    public async Task OldSide_NeverSeesTheNewChannels_WhateverFails()
    {
        await using var sides = new TwoSides(Split(0) + """, "Strategy": "RoundRobin" """);
        sides.Old.Answer = (_, _) => throw Down();

        var answer = await sides.AskAsync("ann");

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, answer.Failure.Kind);
        Assert.Equal(0, sides.New.Calls);
        Assert.All(answer.Failure.Attempts, static attempt => Assert.Equal("old", attempt.Channel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NewSide_IsServedByTheOldChannels_WhenItsOwnFail(bool streaming)
    {
        await using var sides = new TwoSides(Split(100));
        sides.New.Answer = (_, _) => throw Down();

        var answer = await sides.AskAsync("ann", streaming);

        Assert.Equal("old", answer.Text);
        Assert.Equal([(TrafficArm?)TrafficArm.New, TrafficArm.Old], answer.Trace.Decisions.Select(static decision => decision.Arm));
        Assert.Equal(TrafficArm.New, answer.Trace.Record.Arm);
        Assert.Equal("arm", answer.Trace.Decisions[0].Options.Single(static option => option.Channel == "old").Excluded);
    }

    [Fact]
    public async Task NewSide_RestingAltogether_IsServedByTheOldChannelsAtOnce()
    {
        await using var sides = new TwoSides(Split(100));
        var health = sides.Gateway.Services.GetService(typeof(IChannelHealth)) as IChannelHealth;
        await health!.RestAsync("new", null, null, TwoSides.Stop);

        var answer = await sides.AskAsync("ann");

        Assert.Equal("old", answer.Text);
        Assert.Single(answer.Trace.Attempts);
        Assert.Equal(1, sides.Standing.New.Errors);
    }

    [Theory]
    [InlineData("OldOnly", "old", null)]
    [InlineData("Shadow", "old", null)]
    [InlineData("NewFirst", "new", "old")]
    [InlineData("NewOnly", "new", null)]
    public async Task Step_SaysWhoServes_AndWhoServesWhenThatFails(string step, string first, string? then)
    {
        await using var sides = new TwoSides(Step(step));
        Assert.Equal(first, (await sides.AskAsync("ann")).Text);

        sides.Gateway.Adapter[first].Answer = (_, _) => throw Down();
        var answer = await sides.AskAsync("ann");

        if (then is null)
        {
            Assert.NotNull(answer.Error);
        }
        else
        {
            Assert.Equal(then, answer.Text);
        }
    }

    /// <summary>A model that only the new channels serve is nobody's to move.</summary>
    [Fact]
    public async Task ModelWithoutAnOldChannel_IsServedByTheNewOnes()
    {
        await using var sides = new TwoSides(Split(0), more: """, { "Name": "other", "Provider": "stub", "Models": [ "x" ] } """);
        sides.Edit(""" "Canary": { "Channels": [ "old", "new" ], "Percent": 0 } """);

        Assert.Contains((await sides.AskAsync("ann")).Text, (string[])["old", "new"]);
    }

    [Fact]
    public async Task Canary_LeavesOtherModelsAlone()
    {
        await using var sides = new TwoSides(""" "Canary": [ { "Channel": "new", "Percent": 0, "Models": [ "m" ] } ], "Strategy": "RoundRobin" """);

        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            answers.Add((await sides.AskAsync("ann", configure: static options => options.ModelId = "another")).Text);
        }

        Assert.Equal(["new", "old"], answers.Order());
        Assert.Equal("old", (await sides.AskAsync("ann")).Text);
    }

    [Theory]
    [InlineData("EndUser", "ann", "conversation", "ann")]
    [InlineData("EndUser", null, "conversation", "conversation")]
    [InlineData("Conversation", "ann", "conversation", "conversation")]
    [InlineData("Conversation", "ann", null, "ann")]
    public async Task Subject_IsWhomTheCanarySticksTo(string stickyBy, string? user, string? conversation, string subject)
    {
        await using var sides = new TwoSides(Split(50, $""", "StickyBy": "{stickyBy}", "Salt": "s" """));
        var canary = sides.Gateway.Snapshot.Groups["default"].Canaries[0];

        foreach (var number in Enumerable.Range(0, 40))
        {
            var answer = await sides.AskAsync(user is null ? null : user + number, configure: options => options.ConversationId = conversation is null ? null : conversation + number);
            Assert.Equal(canary.IsChosen(subject + number) ? "new" : "old", answer.Text);
        }
    }

    [Fact]
    public async Task CallsOfNobody_AreSharedOneByOne()
    {
        await using var sides = new TwoSides(Split(50));
        var texts = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            texts.Add((await sides.AskAsync(null)).Text);
        }

        Assert.InRange(texts.Count(static text => text == "new"), 72, 128); // 100 ± 4 deviations
    }

    [Fact]
    public async Task Person_GivesEverythingBack_AndGoesOn()
    {
        await using var sides = new TwoSides(Step("NewFirst"));
        Assert.Equal("new", (await sides.AskAsync("ann")).Text);

        await sides.Canaries.ReturnAsync("default", "NEW", "the answers are odd", TwoSides.Stop);
        Assert.Equal("old", (await sides.AskAsync("ann")).Text);
        Assert.False(sides.Standing.Returned!.ByGuard);
        Assert.Equal("the answers are odd", sides.Standing.Returned.Why);

        await sides.Canaries.ResumeAsync("default", "new", TwoSides.Stop);
        Assert.Equal("new", (await sides.AskAsync("ann")).Text);
        Assert.Null(sides.Standing.Returned);
        await Assert.ThrowsAsync<ArgumentException>(async () => await sides.Canaries.ReturnAsync("default", "other", null, TwoSides.Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await sides.Canaries.ReturnAsync("nobody", "new", null, TwoSides.Stop));
    }

    /// <summary>The new channel serves the fallback model as well; that is no success of the asked one.</summary>
    [Fact]
    public async Task FallbackModel_OfTheNewChannel_IsNoSuccessOfTheSide()
    {
        await using var sides = new TwoSides(Step("NewOnly") + """, "Fallbacks": { "m": [ "spare" ] } """);
        sides.New.Answer = static (options, _) => options!.ModelId == "m" ? throw Down() : Task.FromResult(StubChatClient.Say("spare"));

        Assert.Equal("spare", (await sides.AskAsync("ann")).Text);

        Assert.Equal((1, 1), (sides.Standing.New.Calls, sides.Standing.New.Errors));
    }

    /// <summary>A channel that is kept from serving is nobody who could serve, and the price is not its vendor's.</summary>
    [Theory]
    [InlineData("OldOnly", 1)]
    [InlineData("Shadow", 1)]
    [InlineData("Split", 2)]
    [InlineData("NewFirst", 2)]
    [InlineData("NewOnly", 1)]
    public async Task ModelHealth_CountsThoseWhoMayServe(string step, int channels)
    {
        await using var sides = new TwoSides($$""" "Canary": { "Channels": [ "new" ], "Step": "{{step}}", "Percent": 5 } """);
        var health = (IChannelHealth)sides.Gateway.Services.GetService(typeof(IChannelHealth))!;

        Assert.Equal(channels, health.GetModel("m").Channels);
        Assert.Equal(channels, health.ListModels().Single(static entry => entry.Model == "*").Channels);

        await health.RestAsync(step is "NewOnly" ? "new" : "old", null, null, TwoSides.Stop);
        Assert.Equal(channels == 2, health.GetModel("m").IsServed);
    }

    /// <summary>The list prices of two vendors differ; whoever is moved to later is configured first.</summary>
    [Theory]
    [InlineData("Canary", "OldOnly")]
    [InlineData("Canary", "NewFirst")]
    [InlineData("Shadow", null)]
    public async Task Price_IsThatOfTheOldSide_WhateverTheStep(string kind, string? step)
    {
        static TestGateway Of(string group) => TestGateway.Of($$"""
            { "OneApi": { "Channels": [ { "Name": "new", "Provider": "deepseek", "ApiKey": "k", "Models": [ "gpt-4o" ], "ModelMap": { "gpt-4o": "deepseek-chat" } },
                                        { "Name": "old", "Provider": "openai", "ApiKey": "k", "Models": [ "gpt-4o" ] } ],
                          "Groups": { "default": { {{group}} } } } }
            """);
        static OneApi.Client.Pricing.Price? PriceIn(TestGateway gateway) =>
            gateway.Snapshot.PriceOf(gateway.Snapshot.Groups["default"], "gpt-4o", OneApi.Client.Routing.CallKind.Chat);
        await using var alone = TestGateway.Of("""{ "OneApi": { "Channels": [ { "Name": "old", "Provider": "openai", "ApiKey": "k", "Models": [ "gpt-4o" ] } ] } }""");
        var more = step is null ? "" : $""", "Step": "{step}" """;
        await using var split = Of($$""" "{{kind}}": { "Channel": "new", "Percent": 5 {{more}} } """);
        await using var both = Of("");

        Assert.Equal(PriceIn(alone), PriceIn(split));
        Assert.NotEqual(PriceIn(alone), PriceIn(both));
    }

    /// <summary>A stream that breaks on the new side is taken over by the old one.</summary>
    [Fact]
    public async Task Stream_ThatBreaksOnTheNewSide_IsSplicedWithTheOldOne()
    {
        await using var sides = new TwoSides(Split(100));
        sides.New.Stream = static (_, _) => Cut();
        sides.Old.Answer = static (_, _) => Task.FromResult(StubChatClient.Say("the whole answer"));

        var answer = await sides.AskAsync("ann", streaming: true);

        Assert.Equal("the whole answer", answer.Text);
        Assert.True(answer.Trace.IsRescued);

        static async IAsyncEnumerable<ChatResponseUpdate> Cut()
        {
            yield return new(ChatRole.Assistant, "the whole");
            await Task.Yield();
            throw new IOException("cut");
        }
    }
}
