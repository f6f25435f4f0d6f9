namespace OneApi.Client.Usage;

/// <summary>Totals by key, while they are added up. Not thread-safe.</summary>
internal sealed class Sums
{
    private readonly Dictionary<SumKey, UsageTotals> _totals = [];

    public IReadOnlyDictionary<SumKey, UsageTotals> Totals => _totals;

    public void Add(SumKey key, UsageTotals totals) =>
        _totals[key] = _totals.TryGetValue(key, out var sum) ? sum.Plus(totals) : totals;
}
