namespace Bench.Quotas;

/// <summary>The floor of memory: one interlocked add for each half of a pair.</summary>
internal sealed class InterlockedFloor() : Contestant("floor: interlocked add")
{
    private long _sum;

    public override bool IsFast => true;

    public override ValueTask PairAsync(int caller)
    {
        Interlocked.Add(ref _sum, 20);
        Interlocked.Add(ref _sum, -13);
        return ValueTask.CompletedTask;
    }

    public override Task CheckAsync(long pairs) =>
        _sum == pairs * 7 ? Task.CompletedTask : throw new InvalidOperationException($"{Name}: {_sum} for {pairs} pairs.");
}
