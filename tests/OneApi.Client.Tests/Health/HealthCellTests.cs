using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Health;

namespace OneApi.Client.Tests.Health;

/// <summary>The rules and numbers of reliability §3, one by one, on a clock of the test's own.</summary>
public class HealthCellTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    private HealthCell Cell() => new(_time);

    private static void Fail(HealthCell cell, int times, int halves = 2)
    {
        for (var i = 0; i < times; i++)
        {
            cell.Fail(halves, HealthReason.Failing, isProbe: false, dice: 0.5);
        }
    }

    [Fact]
    public void FiveFaultsInARow_Open_FourDoNot()
    {
        var cell = Cell();

        Fail(cell, 4);
        Assert.True(cell.IsReady);
        Fail(cell, 1);

        Assert.False(cell.IsReady);
        Assert.Equal((HealthReason.Failing, _time.GetUtcNow(), _time.GetUtcNow() + TimeSpan.FromSeconds(5)), (cell.Look().Reason, cell.Look().Since, cell.Look().Until));
    }

    [Fact]
    public void ASuccess_EndsTheRow()
    {
        var cell = Cell();
        for (var i = 0; i < 3; i++)
        {
            cell.Succeed(isProbe: false);
        }

        Fail(cell, 4);
        cell.Succeed(isProbe: false);
        Fail(cell, 1);

        Assert.True(cell.IsReady); // five of nine: too few calls to count shares
    }

    [Fact]
    public void HalfFaults_CountHalf()
    {
        var cell = Cell();

        Fail(cell, 9, halves: 1);
        Assert.True(cell.IsReady);
        Fail(cell, 1, halves: 1);

        Assert.False(cell.IsReady);
    }

    [Fact]
    public void HalfOfTenCalls_InHalfAMinute_Opens()
    {
        var cell = Cell();
        for (var i = 0; i < 5; i++)
        {
            cell.Succeed(isProbe: false);
            Assert.True(cell.IsReady);
            Fail(cell, 1);
        }

        Assert.False(cell.IsReady);
    }

    [Fact]
    public void FaultsOlderThanTheWindow_DoNotCount()
    {
        var cell = Cell();
        for (var i = 0; i < 4; i++)
        {
            cell.Succeed(isProbe: false);
            Fail(cell, 1);
        }

        _time.Advance(TimeSpan.FromSeconds(34)); // the window, and the part of it in which they fell
        cell.Succeed(isProbe: false);
        Fail(cell, 1);

        Assert.True(cell.IsReady);
    }

    [Fact]
    public void ARest_Doubles_UpToTwentySeconds_AndOneCallTriesItAtATime()
    {
        var cell = Cell();
        Fail(cell, 5);
        foreach (var seconds in (int[])[5, 10, 20, 20])
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), cell.Look().Left);
            Assert.False(cell.TryEnter(out _));
            _time.Advance(TimeSpan.FromSeconds(seconds));

            Assert.True(cell.TryEnter(out var isProbe));
            Assert.True(isProbe);
            Assert.False(cell.TryEnter(out _));
            cell.Fail(2, HealthReason.Failing, isProbe, dice: 0.5);
        }
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 6)]
    public void ARest_IsAFifthMoreOrLess(double dice, int seconds)
    {
        var cell = Cell();
        Fail(cell, 4);
        cell.Fail(2, HealthReason.Failing, isProbe: false, dice);

        Assert.Equal(seconds, cell.Look().Left.TotalSeconds, 3);
    }

    [Fact]
    public void ATryThatGoesWell_Closes_AndTheShareGrowsInHalfAMinute()
    {
        var cell = Cell();
        Fail(cell, 5);
        _time.Advance(TimeSpan.FromSeconds(5));
        cell.TryEnter(out var isProbe);

        cell.Succeed(isProbe);

        Assert.True(cell.IsReady);
        Assert.Equal(0.1, cell.Share, 3);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(0.55, cell.Share, 3);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1, cell.Share);
        Fail(cell, 4);
        Assert.True(cell.IsReady); // what was before is forgotten
        Fail(cell, 1);
        Assert.Equal(TimeSpan.FromSeconds(5), cell.Look().Left);
    }

    [Fact]
    public void ATryWhoseCallerLeaves_LetsTheNextOneTry()
    {
        var cell = Cell();
        Fail(cell, 5);
        _time.Advance(TimeSpan.FromSeconds(5));
        cell.TryEnter(out var first);
        cell.Abandon(first);

        Assert.True(cell.TryEnter(out var second));
        Assert.True(second);
    }

    [Fact]
    public void AShorterWord_DoesNotEndALongerRest()
    {
        var cell = Cell();
        cell.Rest(HealthReason.KeyRefused, TimeSpan.FromMinutes(5), isProbe: false, dice: 0.5);
        cell.Rest(HealthReason.RateLimited, TimeSpan.FromSeconds(2), isProbe: false, dice: 0.5);

        Assert.Equal((HealthReason.KeyRefused, TimeSpan.FromMinutes(5)), (cell.Look().Reason, cell.Look().Left));
    }

    /// <summary>Ten thousand transitions under parallel load: never two tries at once, and a try only after a rest.</summary>
    [Fact]
    public async Task UnderParallelLoad_OnlyOneTriesAtATime_AndOnlyAfterTheRest()
    {
        var cell = Cell();
        var trying = 0;
        var tries = 0;
        var wrong = 0;
        var stop = TestContext.Current.CancellationToken;
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), stop, async (worker, _) =>
        {
            var chance = new Random(20261126 + worker);
            for (var i = 0; i < 10_000; i++)
            {
                if (chance.Next(50) == 0)
                {
                    _time.Advance(TimeSpan.FromSeconds(1));
                    await Task.Yield();
                }

                if (!cell.TryEnter(out var isProbe))
                {
                    continue;
                }

                if (isProbe)
                {
                    wrong += Interlocked.Increment(ref trying) > 1 ? 1 : 0;
                    Interlocked.Increment(ref tries);
                    Interlocked.Decrement(ref trying);
                }

                switch (chance.Next(3))
                {
                    case 0:
                        cell.Succeed(isProbe);
                        break;
                    case 1:
                        cell.Fail(2, HealthReason.Failing, isProbe, chance.NextDouble());
                        break;
                    default:
                        cell.Abandon(isProbe);
                        break;
                }
            }
        });

        Assert.Equal(0, wrong);
        Assert.True(tries > 10, $"only {tries} tries: the test has met no rest");
    }
}
