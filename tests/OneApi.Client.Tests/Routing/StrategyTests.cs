using OneApi.Client.Gateway;
using OneApi.Client.Health;
using OneApi.Client.Routing;

namespace OneApi.Client.Tests.Routing;

/// <summary>What each strategy makes of weights, times, calls in flight and prices; seeded.</summary>
public class StrategyTests
{
    private const int Picks = 100_000;

    private static (Route Route, ChatCall Call) Of(string strategy, params string[] channels)
    {
        var snapshot = Snapshots.Of(strategy, channels);
        return (snapshot.RouteOf(), Snapshots.CallOf(snapshot, streaming: true));
    }

    private static double[] SharesOf(Route route, ChatCall call)
    {
        var selector = new ChannelSelector(new SeededRandom(20261126));
        var counts = new int[route.Candidates.Length];
        for (var i = 0; i < Picks; i++)
        {
            counts[selector.Choose(route, call, [], side: null, AttemptReason.First).Index]++;
        }

        return Array.ConvertAll(counts, static count => count / (double)Picks);
    }

    [Theory]
    [InlineData(RoutingStrategies.Weighted)]
    [InlineData(RoutingStrategies.LowestLatency)]
    [InlineData(RoutingStrategies.LeastBusy)]
    [InlineData(RoutingStrategies.Cheapest)]
    public void AmongEquals_SharesAreTheWeights(string strategy)
    {
        var (route, call) = Of(strategy, "a/0/1", "b/0/3", "c/0/6");

        var shares = SharesOf(route, call);

        Assert.InRange(shares[0], 0.09, 0.11);
        Assert.InRange(shares[1], 0.29, 0.31);
        Assert.InRange(shares[2], 0.59, 0.61);
    }

    /// <summary>Of two drawn, the faster is taken, but for the twentieth of all calls that explores by weight: 1 - 0.05 / 2.</summary>
    [Fact]
    public void LowestLatency_OfTwo_TakesTheFaster_ButForWhatExplores()
    {
        var (route, call) = Of(RoutingStrategies.LowestLatency, "slow", "fast");
        route.Candidates[0].Speed.FirstToken.Add(TimeSpan.FromMilliseconds(900));
        route.Candidates[1].Speed.FirstToken.Add(TimeSpan.FromMilliseconds(300));

        Assert.InRange(SharesOf(route, call)[1], 0.965, 0.985);
    }

    /// <summary>Of three of one weight, the slowest of all is never the faster of two, the middle one is in a third of the pairs.</summary>
    [Fact]
    public void LowestLatency_OfThree_SharesByPairs()
    {
        var (route, call) = Of(RoutingStrategies.LowestLatency, "slow", "middle", "fast");
        foreach (var (index, millis) in ((int, int)[])[(0, 900), (1, 600), (2, 300)])
        {
            route.Candidates[index].Speed.FirstToken.Add(TimeSpan.FromMilliseconds(millis));
        }

        var shares = SharesOf(route, call);

        Assert.InRange(shares[0], 0.0067, 0.0267); // 0.05 / 3
        Assert.InRange(shares[1], 0.3233, 0.3433); // 0.95 / 3 + 0.05 / 3
        Assert.InRange(shares[2], 0.64, 0.66);
    }

    [Fact]
    public void LowestLatency_CountsCallsInFlight()
    {
        var (route, call) = Of(RoutingStrategies.LowestLatency, "busy", "idle");
        route.Candidates[0].Speed.FirstToken.Add(TimeSpan.FromMilliseconds(300));
        route.Candidates[1].Speed.FirstToken.Add(TimeSpan.FromMilliseconds(500));
        route.Candidates[0].Channel.State.Enter();

        Assert.InRange(SharesOf(route, call)[1], 0.965, 0.985); // 500 against 300 × 2
    }

    [Fact]
    public void LeastBusy_TakesTheOneWithTheFewestCallsForItsWeight()
    {
        var (route, call) = Of(RoutingStrategies.LeastBusy, "a/0/1", "b/0/4");
        route.Candidates[0].Channel.State.Enter();
        for (var i = 0; i < 3; i++)
        {
            route.Candidates[1].Channel.State.Enter();
        }

        Assert.Equal(1, SharesOf(route, call)[1]); // three for a weight of four, against one for one
    }

    [Fact]
    public void Cheapest_TakesTheLowestPrice_AndUnknownOnesLast()
    {
        var snapshot = Snapshots.Of(static options =>
        {
            options.Groups["default"] = new() { Strategy = RoutingStrategies.Cheapest };
            foreach (var (name, price) in ((string, string?)[])[("unknown", null), ("dear", "2"), ("cheap", "1")])
            {
                var channel = Snapshots.Parse(name, "m");
                if (price is not null)
                {
                    channel.Prices["m"] = new() { Input = price, Output = price };
                }

                options.Channels.Add(channel);
            }
        });

        Assert.Equal(1, SharesOf(snapshot.RouteOf(), Snapshots.CallOf(snapshot))[2]);
    }

    [Fact]
    public void Affinity_GivesASubjectItsChannel_BySharesOfTheWeights_AndMovesOnlyTheOnesOfAChannelThatRests()
    {
        var snapshot = Snapshots.Of(static options =>
        {
            options.Groups["default"] = new() { Affinity = Affinity.EndUser };
            options.Channels.Add(Snapshots.Parse("a/0/1", "m"));
            options.Channels.Add(Snapshots.Parse("b/0/3", "m"));
            options.Channels.Add(Snapshots.Parse("c/0/6", "m"));
        });
        var route = snapshot.RouteOf();
        var selector = new ChannelSelector(new SeededRandom(1));
        int[] ChannelsOf() => [.. Enumerable.Range(0, 20_000).Select(user => selector.Choose(route, Snapshots.CallOf(snapshot, options: new() { EndUser = $"user {user}" }), [], side: null, AttemptReason.First).Index)];

        var before = ChannelsOf();
        route.Candidates[0].Health.Connection.Rest(HealthReason.Unreachable, TimeSpan.FromMinutes(1), HealthCell.NoProbe, dice: 0);
        var after = ChannelsOf();

        Assert.InRange(before.Count(static index => index == 0), 1_800, 2_200);
        Assert.InRange(before.Count(static index => index == 1), 5_700, 6_300);
        Assert.DoesNotContain(0, after);
        Assert.All(before.Zip(after).Where(static pair => pair.First != 0), static pair => Assert.Equal(pair.First, pair.Second));
    }
}
