using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Tests.Channels;
using OneApi.Client.Traffic;

namespace OneApi.Client.Tests.Traffic;

/// <summary>Guards: what makes a canary go back by itself, and what does not.</summary>
public class GuardTests
{
    private static readonly CanaryGuards Defaults = new();

    private static string Split(double percent, string guards = "") =>
        $$""" "Canary": { "Channel": "new", "Percent": {{percent}}, "Guards": { {{guards}} } } """;

    [Fact]
    public async Task Errors_GoBackToZero_AndTheLogSaysWhy_UntilTheShareIsSetAnew()
    {
        await using var sides = new TwoSides(Split(50));
        var before = await sides.NewUsersAsync(20);
        Assert.NotEmpty(before);
        sides.New.Answer = static (_, _) => throw new OneApiException(OneApiErrorKind.InvalidRequest);
        var users = 0;
        while (sides.Standing.Returned is null && users < 500)
        {
            await sides.AskAsync("user " + users++);
        }

        Assert.True(sides.Standing.Returned!.ByGuard);
        Assert.StartsWith("errors: ", sides.Standing.Returned.Why, StringComparison.Ordinal);
        Assert.Contains("gone back to the old channels: errors", Assert.Single(sides.Gateway.Logs.Of(1540)).Message, StringComparison.Ordinal);
        Assert.Equal(50, sides.Standing.Percent);
        Assert.Empty(await sides.NewUsersAsync(100));

        sides.New.Answer = static (_, _) => Task.FromResult(StubChatClient.Say("new"));
        sides.Edit(Split(50) + """, "PriceRatio": "2" """);
        Assert.Empty(await sides.NewUsersAsync(100)); // an edit of something else does not go on with it

        sides.Edit(Split(60));
        Assert.NotEmpty(await sides.NewUsersAsync(100));
    }

    [Fact]
    public async Task EmptyAnswers_GoBackToZero_AlthoughTheOldSideHasServedThem()
    {
        await using var sides = new TwoSides(Split(100));
        sides.New.Answer = static (_, _) => Task.FromResult(StubChatClient.Say(""));

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("old", (await sides.AskAsync("user " + i)).Text);
        }

        // Some empty answers make the channel rest: from then on it could not serve, which is an error.
        Assert.True(sides.Standing.Returned?.ByGuard);
    }

    [Fact]
    public async Task SlowFirstTokens_GoBackToZero()
    {
        var time = new FakeTimeProvider();
        await using var sides = new TwoSides(Split(50), services => services.AddSingleton<TimeProvider>(time));
        sides.Old.Stream = (_, _) => After(TimeSpan.FromMilliseconds(400));
        sides.New.Stream = (_, _) => After(TimeSpan.FromMilliseconds(1300));

        for (var i = 0; sides.Standing.Returned is null && i < 400; i++)
        {
            Assert.Equal("said", (await sides.AskAsync("user " + i, streaming: true)).Text);
        }

        Assert.StartsWith("first token: 95 % within 1.", sides.Standing.Returned!.Why, StringComparison.Ordinal);
        Assert.InRange(sides.Standing.Old.FirstTokenP50!.Value.TotalMilliseconds, 384, 416);
        Assert.InRange(sides.Standing.New.FirstTokenP95!.Value.TotalMilliseconds, 1248, 1352);

        async IAsyncEnumerable<ChatResponseUpdate> After(TimeSpan wait)
        {
            await Task.Yield();
            time.Advance(wait);
            yield return new(ChatRole.Assistant, "said");
        }
    }

    [Fact]
    public async Task DearCalls_GoBackToZero()
    {
        await using var sides = new TwoSides(Split(50, """ "MinCalls": 4 """));
        sides.Old.Answer = static (_, _) => Task.FromResult(Used(1000));
        sides.New.Answer = static (_, _) => Task.FromResult(Used(2100));

        for (var i = 0; sides.Standing.Returned is null && i < 400; i++)
        {
            await sides.AskAsync("user " + i);
        }

        // 1000 and 2100 tokens of output at 10 dollars a million, and none of input.
        Assert.Equal("cost: 21000 micro-dollars a call, on the old side 10000", sides.Standing.Returned!.Why);
        Assert.Equal(20, sides.Standing.New.CostedCalls); // five times as many as MinCalls

        static ChatResponse Used(int tokens)
        {
            var answer = StubChatClient.Say("said");
            answer.Usage = new() { InputTokenCount = 0, OutputTokenCount = tokens, TotalTokenCount = tokens };
            return answer;
        }
    }

    [Theory]
    [InlineData("\"ErrorMargin\": null, \"EmptyMargin\": null, \"FirstTokenRatio\": null, \"CostRatio\": null")]
    [InlineData("\"ErrorMargin\": 1")]
    public async Task GuardThatIsSwitchedOff_LetsEverythingPass(string guards)
    {
        await using var sides = new TwoSides($$""" "Canary": { "Channel": "new", "Percent": 100, "Guards": { {{guards}} } } """);
        sides.New.Answer = static (_, _) => throw new OneApiException(OneApiErrorKind.InvalidRequest);

        for (var i = 0; i < 60; i++)
        {
            await sides.AskAsync("user " + i);
        }

        Assert.Null(sides.Standing.Returned);
        Assert.Equal((60, 60), (sides.Standing.New.Calls, sides.Standing.New.Errors));
        Assert.Equal(1, sides.Standing.New.FailureShareHigh, 0.000001);
    }

    /// <summary>A call that its caller leaves says nothing of the channels.</summary>
    [Fact]
    public async Task CancelledCalls_AreNotCounted()
    {
        await using var sides = new TwoSides(Split(100));
        using var caller = new CancellationTokenSource();
        sides.New.Answer = async (_, stop) =>
        {
            await caller.CancelAsync();
            stop.ThrowIfCancellationRequested();
            return StubChatClient.Say("new");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sides.Gateway.AskAsync(cancellationToken: caller.Token));

        Assert.Equal(0, sides.Standing.New.Calls);
    }

    /// <summary>Sides that fail alike are left alone: a tenth of the calls, 200 canaries of 1000 calls each, looked at after every call.</summary>
    [Fact]
    public void SidesThatFailAlike_SeldomGoBack()
    {
        var random = new Random(20261126);
        var returned = 0;
        for (var run = 0; run < 200; run++)
        {
            ArmTally old = new(), @new = new();
            for (var call = 0; call < 1000; call++)
            {
                old.Add(new(random.NextDouble() < 0.1, false, null, 1));
                @new.Add(new(random.NextDouble() < 0.1, false, null, 1));
                if (GuardRules.FindingOf(Defaults, old, @new) is not null)
                {
                    returned++;
                    break;
                }
            }
        }

        Assert.InRange(returned, 0, 10); // one in twenty
    }

    /// <summary>A side that fails twice as often as it may is found out within the calls that are watched.</summary>
    [Fact]
    public void WorseSide_IsFoundOut()
    {
        var random = new Random(20261126);
        for (var run = 0; run < 100; run++)
        {
            ArmTally old = new(), @new = new();
            var calls = 0;
            for (; calls < 500 && GuardRules.FindingOf(Defaults, old, @new) is null; calls++)
            {
                old.Add(new(random.NextDouble() < 0.01, false, null, 1));
                @new.Add(new(random.NextDouble() < 0.2, false, null, 1));
            }

            Assert.InRange(calls, 20, 499);
        }
    }

    /// <summary>Wilson's interval as its tables have it.</summary>
    [Theory]
    [InlineData(10, 100, 0.0552, 0.1744)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(1, 10, 0.0179, 0.4042)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    public void Range_IsWilsons(int hits, int count, double low, double high)
    {
        var range = ShareRange.Of(hits, count, ShareRange.Shown);

        Assert.Equal(low, range.Low, 0.0001);
        Assert.Equal(high, range.High, 0.0001);
    }

    [Fact]
    public void Quantiles_AreWithinFourPercent()
    {
        var histogram = new TimeHistogram();
        for (var i = 1; i <= 1000; i++)
        {
            histogram.Add(TimeSpan.FromMilliseconds(i * 3));
        }

        Assert.InRange(histogram.Quantile(0.5)!.Value.TotalMilliseconds, 1500 * 0.96, 1500 * 1.04);
        Assert.InRange(histogram.Quantile(0.95)!.Value.TotalMilliseconds, 2850 * 0.96, 2850 * 1.04);
        Assert.InRange(histogram.CountAbove(TimeSpan.FromMilliseconds(2700)), 60, 100);
        Assert.Null(new TimeHistogram().Quantile(0.5));
    }
}
