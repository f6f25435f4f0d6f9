using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Quotas;
using OneApi.Client.Tests.Channels;
using OneApi.Client.Tests.Gateway;
using OneApi.Client.Traffic;

namespace OneApi.Client.Tests.Traffic;

/// <summary>Copies of calls: sent, counted, and of no consequence to any caller.</summary>
public class ShadowTests
{
    private const string All = """ "Shadow": { "Channel": "new", "Percent": 100 } """;

    private static Task DoneAsync(TwoSides sides) =>
        sides.Gateway.Services.GetRequiredService<ShadowRunner>().WhenDoneAsync().WaitAsync(TimeSpan.FromSeconds(10), TwoSides.Stop);

    private static async Task<UsageRecord> CopyAsync(TwoSides sides)
    {
        await DoneAsync(sides);
        return Assert.Single(sides.Usage.Records, static record => record.IsShadow);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copy_IsSentWithoutTools_AndComparedWithTheOriginal_AtNobodysExpense(bool streaming)
    {
        await using var sides = new TwoSides(All);
        var grant = await sides.Gateway.Services.GetRequiredService<IAccessTokens>().CreateAsync(new() { Name = "customer", Owner = "acme", QuotaMicros = 1_000_000 }, TwoSides.Stop);
        var answer = await sides.AskAsync("ann", streaming, options =>
        {
            options.AccessToken = grant.Key;
            options.MaxOutputTokens = 100;
            options.Temperature = 0.5f;
            options.Tools = [AIFunctionFactory.Create(static () => 1, "tool")];
            options.ToolMode = ChatToolMode.Auto;
        });

        var copy = await CopyAsync(sides);

        Assert.Equal("old", answer.Text);
        Assert.Equal("new", copy.Channel);
        Assert.Equal(CallOutcome.Succeeded, copy.Outcome);
        Assert.Equal((0, null, null, "ann"), (copy.ChargeMicros, copy.TokenId, copy.Owner, copy.EndUser));
        Assert.True(copy.ProviderCostMicros > 0);
        Assert.Equal("new", copy.Labels[UsageRecord.ShadowLabel]);
        Assert.Null(sides.New.LastOptions!.Tools);
        Assert.Null(sides.New.LastOptions.ToolMode);
        Assert.Equal(0.5f, sides.New.LastOptions.Temperature);
        Assert.Single(sides.Old.LastOptions!.Tools!);
        Assert.False(answer.Trace.Record.IsShadow);
        Assert.Equal((1, 1), (sides.Standing.Old.Calls, sides.Standing.New.Calls));
        Assert.Equal(copy.ProviderCostMicros, sides.Standing.ShadowCostMicros);
        var standing = await sides.Gateway.Services.GetRequiredService<IQuotaStore>().GetAsync(TokenAccounts.Total(grant.Token.Id), TwoSides.Stop);
        Assert.Equal((answer.Trace.Record.ChargeMicros!.Value, 0L), (standing!.SettledMicros, standing.HeldMicros));
    }

    [Fact]
    public async Task Copy_IsNeverWaitedFor_AndEndsWithTheGateway()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var sides = new TwoSides(All))
        {
            sides.New.Answer = async (_, stop) =>
            {
                entered.SetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, stop);
                }
                finally
                {
                    ended.SetResult();
                }

                return StubChatClient.Say("never");
            };

            Assert.Equal("old", (await sides.AskAsync("ann")).Text);
            await entered.Task.WaitAsync(TimeSpan.FromSeconds(10), TwoSides.Stop);
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TwoSides.Stop);
    }

    [Fact]
    public async Task Copy_ThatFails_IsTriedOnce_AndCountedForTheNewSide()
    {
        await using var sides = new TwoSides(All);
        sides.New.Answer = static (_, _) => throw new HttpRequestException("down");

        Assert.Equal("old", (await sides.AskAsync("ann")).Text);
        var copy = await CopyAsync(sides);

        Assert.Single(copy.Attempts);
        Assert.Equal((1, 1), (sides.Standing.New.Calls, sides.Standing.New.Errors));
        Assert.Equal(0, sides.Standing.Old.Errors);
    }

    /// <summary>The channel of a shadow serves nobody, not even when everything else has failed.</summary>
    [Fact]
    public async Task ShadowsChannel_ServesNobody()
    {
        await using var sides = new TwoSides(All);
        sides.Old.Answer = static (_, _) => throw new HttpRequestException("down");

        Assert.NotNull((await sides.AskAsync("ann")).Error);
        Assert.Equal(0, sides.New.Calls);
    }

    [Fact]
    public async Task ToolConversations_AreNotCopied()
    {
        await using var sides = new TwoSides(All);

        await sides.AskAsync("ann", messages:
        [
            new(ChatRole.User, "hi"),
            new(ChatRole.Assistant, [new FunctionCallContent("1", "tool")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "result")]),
        ]);
        await sides.AskAsync("ann");
        await CopyAsync(sides);

        Assert.Equal(1, sides.New.Calls);
    }

    /// <summary>Input of a few tokens and 1000 of output at 10 dollars a million may cost a little more than 10 000 micro-dollars.</summary>
    [Theory]
    [InlineData("0.01", 0)]
    [InlineData("0.02", 1)]
    public async Task Budget_IsNeverExceeded_NotEvenByWhatMayStillCome(string budget, int copies)
    {
        await using var sides = new TwoSides($$""" "Shadow": { "Channel": "new", "Percent": 100, "Budget": "{{budget}}" } """);
        var release = new TaskCompletionSource<ChatResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        sides.New.Answer = (_, _) => release.Task;

        for (var i = 0; i < 5; i++)
        {
            await sides.AskAsync("ann", configure: static options => options.MaxOutputTokens = 1000);
        }

        release.SetResult(StubChatClient.Say("new"));
        await DoneAsync(sides);
        Assert.Equal(copies, sides.New.Calls);
    }

    [Theory]
    [InlineData(""" "Shadow": { "Channel": "new", "Percent": 0 } """)]
    [InlineData(""" "Shadow": { "Channel": "new", "Percent": 100, "Models": [ "another" ] } """)]
    [InlineData(""" "Canary": { "Channel": "new", "Step": "OldOnly", "Percent": 100 } """)]
    public async Task NothingIsCopied_WhereNothingIsToBe(string group)
    {
        await using var sides = new TwoSides(group + """, "Strategy": "Ordered" """);

        Assert.Equal("old", (await sides.AskAsync("ann")).Text);
        await DoneAsync(sides);

        Assert.Equal(0, sides.New.Calls);
    }

    /// <summary>Whatever the host's own options do when they are cloned: the call has its answer, is settled, and the log says what happened.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copy_ThatCannotBeMade_HurtsNoCall(bool streaming)
    {
        await using var sides = new TwoSides(All);

        var answer = await Answer.OfAsync(sides.Gateway.Client, streaming, [new(ChatRole.User, "hi")], new Uncloneable { ModelId = "m" }, TwoSides.Stop);

        Assert.Equal("old", answer.Text);
        Assert.Equal(CallOutcome.Succeeded, sides.Usage.Only.Outcome);
        Assert.Single(sides.Gateway.Logs.Of(1543));
        Assert.Equal(0, sides.Standing.ShadowCostMicros);
    }

    /// <summary>The step before the split, of the same canary: its percentage is that of the calls.</summary>
    [Fact]
    public async Task CanarysShadowStep_CopiesAShareOfTheCalls()
    {
        await using var sides = new TwoSides(""" "Canary": { "Channel": "new", "Step": "Shadow", "Percent": 50, "ShadowBudget": null } """);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal("old", (await sides.AskAsync("ann")).Text);
            await DoneAsync(sides);
        }

        Assert.Equal(200, sides.Standing.Old.Calls);
        Assert.InRange(sides.New.Calls, 72, 128); // 100 ± 4 deviations
    }

    /// <summary>The caller may change its messages and options as soon as it has its answer.</summary>
    [Fact]
    public async Task Copy_IsOfTheCallAsItWas()
    {
        await using var sides = new TwoSides(All);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sides.New.Answer = async (options, _) =>
        {
            await go.Task;
            return StubChatClient.Say(options!.StopSequences![0]);
        };
        var options = new OneApiChatOptions { ModelId = "m", StopSequences = ["before"] };

        await Answer.OfAsync(sides.Gateway.Client, false, [new(ChatRole.User, "hi")], options, TwoSides.Stop);
        options.StopSequences[0] = "after";
        go.SetResult();
        await CopyAsync(sides);

        Assert.Equal("before", sides.New.LastOptions!.StopSequences![0]);
    }

    private sealed class Uncloneable : OneApiChatOptions
    {
        public override ChatOptions Clone() => throw new NotSupportedException("These options are one of a kind.");
    }
}
