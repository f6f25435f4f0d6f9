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
            cell.Fail(halves, HealthReason.Failing, HealthCell.NoProbe, dice: 0.5);
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
            cell.Succeed(HealthCell.NoProbe);
        }

        Fail(cell, 4);
        cell.Succeed(HealthCell.NoProbe);
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
            cell.Succeed(HealthCell.NoProbe);
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
            cell.Succeed(HealthCell.NoProbe);
            Fail(cell, 1);
        }

        _time.Advance(TimeSpan.FromSeconds(34)); // the window, and the part of it in which they fell
        cell.Succeed(HealthCell.NoProbe);
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

            Assert.True(cell.TryEnter(out var probe));
            Assert.NotEqual(HealthCell.NoProbe, probe);
            Assert.False(cell.TryEnter(out _));
            cell.Fail(2, HealthReason.Failing, probe, dice: 0.5);
        }
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 6)]
    public void ARest_IsAFifthMoreOrLess(double dice, int seconds)
    {
        var cell = Cell();
        Fail(cell, 4);
        cell.Fail(2, HealthReason.Failing, HealthCell.NoProbe, dice);

        Assert.Equal(seconds, cell.Look().Left.TotalSeconds, 3);
    }

    [Fact]
    public void ATryThatGoesWell_Closes_AndTheShareGrowsInHalfAMinute()
    {
        var cell = Cell();
        Fail(cell, 5);
        _time.Advance(TimeSpan.FromSeconds(5));
        cell.TryEnter(out var probe);

        cell.Succeed(probe);

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
        Assert.NotEqual(HealthCell.NoProbe, second);
    }

    [Fact]
    public void AShorterWord_DoesNotEndALongerRest()
    {
        var cell = Cell();
        cell.Rest(HealthReason.KeyRefused, TimeSpan.FromMinutes(5), HealthCell.NoProbe, dice: 0.5);
        cell.Rest(HealthReason.RateLimited, TimeSpan.FromSeconds(2), HealthCell.NoProbe, dice: 0.5);

        Assert.Equal((HealthReason.KeyRefused, TimeSpan.FromMinutes(5)), (cell.Look().Reason, cell.Look().Left));
    }

    /// <summary>A try whose content lets others in may last for long: what follows it is not its own any more.</summary>
    [Fact]
    public void ATryThatIsOver_SaysNothingOfTheNextOne()
    {
        var cell = Cell();
        Fail(cell, 5);
        _time.Advance(TimeSpan.FromSeconds(5));
        cell.TryEnter(out var first);
        cell.Reopen(first);
        cell.Succeed(HealthCell.NoProbe);
        Fail(cell, 5);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(cell.TryEnter(out var second));

        cell.Abandon(first);
        Assert.False(cell.TryEnter(out _));
        cell.Fail(2, HealthReason.Failing, first, dice: 0.5);
        Assert.False(cell.TryEnter(out _));
        Assert.False(cell.Succeed(first));
        Assert.False(cell.IsReady);

        Assert.True(cell.Succeed(second));
        Assert.True(cell.IsReady);
    }

    /// <summary>A stream that breaks each time after its first words is not well each time that it speaks.</summary>
    [Fact]
    public void ATryThatBreaksAfterItsContent_OpensAgain_AndTheRestsGrow()
    {
        var cell = Cell();
        Fail(cell, 5);
        foreach (var seconds in (int[])[5, 10, 20, 20])
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), cell.Look().Left);
            _time.Advance(TimeSpan.FromSeconds(seconds));
            cell.TryEnter(out var probe);
            Assert.True(cell.Reopen(probe));
            Assert.True(cell.IsReady);
            cell.Fail(2, HealthReason.Failing, probe, dice: 0.5);
            Assert.False(cell.IsReady);
        }

        _time.Advance(TimeSpan.FromSeconds(20));
        cell.TryEnter(out var last);
        cell.Reopen(last);
        cell.Succeed(HealthCell.NoProbe); // somebody whom it let in has got a whole answer
        cell.Fail(2, HealthReason.Failing, last, dice: 0.5);

        Assert.True(cell.IsReady);
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

                if (!cell.TryEnter(out var probe))
                {
                    continue;
                }

                if (probe != HealthCell.NoProbe)
                {
                    wrong += Interlocked.Increment(ref trying) > 1 ? 1 : 0;
                    Interlocked.Increment(ref tries);
                    Interlocked.Decrement(ref trying);
                }

                switch (chance.Next(3))
                {
                    case 0:
                        cell.Succeed(probe);
                        break;
                    case 1:
                        cell.Fail(2, HealthReason.Failing, probe, chance.NextDouble());
                        break;
                    default:
                        cell.Abandon(probe);
                        break;
                }
            }
        });

        Assert.Equal(0, wrong);
        Assert.True(tries > 10, $"only {tries} tries: the test has met no rest");
    }
}
