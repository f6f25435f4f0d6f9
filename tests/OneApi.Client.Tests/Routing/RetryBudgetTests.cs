using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Routing;

namespace OneApi.Client.Tests.Routing;

public class RetryBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    private static int TakeAll(RetryBudget budget)
    {
        var taken = 0;
        while (budget.TryTake())
        {
            taken++;
        }

        return taken;
    }

    [Fact]
    public void ItBegins_WithAHundred() => Assert.Equal(100, TakeAll(new(_time)));

    [Fact]
    public void FiveCalls_EarnOne()
    {
        var budget = new RetryBudget(_time);
        TakeAll(budget);

        for (var i = 0; i < 50; i++)
        {
            budget.Earn(0.2);
        }

        Assert.InRange(TakeAll(budget), 9, 10); // fifths are no binary fractions
    }

    [Fact]
    public void EachSecond_BringsOne_AndNeverMoreThanAHundred()
    {
        var budget = new RetryBudget(_time);
        TakeAll(budget);

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(7, TakeAll(budget));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(100, TakeAll(budget));
    }

    /// <summary>T7 in small: whatever the load, upstream sees at most 1.2 times the calls, a hundred, and one a second.</summary>
    [Fact]
    public void AStorm_IsBounded()
    {
        var budget = new RetryBudget(_time);
        var calls = 0;
        var extra = 0;
        for (var second = 0; second < 60; second++)
        {
            for (var i = 0; i < 500; i++)
            {
                calls++;
                budget.Earn(0.2);
                extra += budget.TryTake() ? 1 : 0;
                extra += budget.TryTake() ? 1 : 0;
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(calls + extra, calls * 1.19, (calls * 1.2) + 100 + 60);
    }
}
