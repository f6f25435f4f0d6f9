using OneApi.Client.Health;
using OneApi.Client.Routing;

namespace OneApi.Client.Tests.Health;

/// <summary>
/// The rules of reliability §3 over everything that takes part in health, while several callers at once meet channels, keys and models that
/// fall ill and get well: 10 000 times something goes from rest to a try. One caller alone repeats a seed exactly.
/// </summary>
public sealed class TransitionTests(ITestOutputHelper output)
{
    private const int ActsOfARound = 60;
    private const int RoundsOfACycle = 60;

    [Theory]
    [InlineData(1, 2_000)]
    [InlineData(8, 10_000)]
    public async Task FromRestToATry_HoweverCallsEnd_TheRulesHold(int callers, int transitions)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await RunAsync(callers, transitions, seed);
    }

    private async Task RunAsync(int callers, int transitions, int seed)
    {
        await using var scene = new TransitionScene();
        var chance = new Random(seed);
        TransitionCaller[] all = [.. Enumerable.Range(1, callers).Select(number => new TransitionCaller(scene, new Random(seed + number)))];
        var person = new TransitionPerson(scene, chance);
        var watch = new TransitionWatch(scene, person);
        while (scene.Tries < transitions && scene.Wrong.Count == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var sick = Sick(chance);
            for (var round = 0; round < RoundsOfACycle; round++, scene.Round++)
            {
                scene.Time.Advance(TimeSpan.FromMilliseconds(chance.Next(100, 3_000)));
                await person.ActAsync(all);
                Parallel.ForEach(all, caller => caller.Act(ActsOfARound * 8 / callers, sick));
                watch.Look();
                if (chance.Next(10) == 0)
                {
                    sick = Sick(chance);
                }
            }

            Array.ForEach(all, static caller => caller.EndAll());
            scene.Round++;
            watch.Recover();
        }

        output.WriteLine($"{scene.Tries} times from rest to a try in {scene.Round} rounds of {callers} callers");
        Assert.True(scene.Wrong.Count == 0, $"Seed {seed}, {callers} callers, {scene.Tries} tries:\n{string.Join('\n', scene.Wrong.Take(10))}");
        Assert.InRange(scene.Round, 1, 100_000);
    }

    /// <summary>Some channels are ill, and some models of others.</summary>
    private static HashSet<string> Sick(Random chance)
    {
        var sick = new HashSet<string>();
        foreach (var channel in (string[])["a", "b", "c", "d"])
        {
            switch (chance.Next(4))
            {
                case 0:
                    sick.Add(channel);
                    break;
                case 1:
                    sick.Add(channel + "m" + chance.Next(1, 4));
                    break;
            }
        }

        return sick;
    }
}
