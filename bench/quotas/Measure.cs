using System.Diagnostics;

namespace Bench.Quotas;

/// <summary>Runs one contestant with some callers for some time. Every 16th pair is timed, so that the clock weighs little on fast stores.</summary>
internal static class Measure
{
    private const int Every = 16;
    private const int MaxSamples = 1 << 20;

    public static async Task<Figures> RunAsync(Contestant contestant, int callers, double seconds)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var samples = new long[callers][];
        for (var i = 0; i < callers; i++)
        {
            samples[i] = new long[MaxSamples / callers];
        }

        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(seconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(contestant, caller, end, samples[caller]))));
        var took = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;

        var pairs = counts.Sum(static count => count.Pairs);
        var sorted = counts.SelectMany((count, caller) => samples[caller].Take(count.Samples)).Order().ToArray();
        return new(pairs, pairs / took.TotalSeconds, Micros(sorted, 0.50), Micros(sorted, 0.99), bytes / (double)pairs);
    }

    private static async Task<(long Pairs, int Samples)> CallAsync(Contestant contestant, int caller, long end, long[] samples)
    {
        var pairs = 0L;
        var taken = 0;
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            if (began >= end)
            {
                return (pairs, Math.Min(taken, samples.Length));
            }

            await contestant.PairAsync(caller);
            pairs++;
            samples[taken++ % samples.Length] = Stopwatch.GetTimestamp() - began;
            for (var i = 1; i < Every && contestant.IsFast; i++)
            {
                await contestant.PairAsync(caller);
                pairs++;
            }
        }
    }

    private static double Micros(long[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))] * 1e6 / Stopwatch.Frequency;
}
