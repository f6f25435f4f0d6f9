namespace Bench.Quotas;

/// <summary>What one measurement showed.</summary>
/// <param name="Pairs">How many pairs were made.</param>
/// <param name="PerSecond">Pairs in a second.</param>
/// <param name="P50">Half of all pairs took no longer, in microseconds.</param>
/// <param name="P99">99 % of all pairs took no longer, in microseconds.</param>
/// <param name="Bytes">Allocated bytes for each pair, in this process.</param>
internal readonly record struct Figures(long Pairs, double PerSecond, double P50, double P99, double Bytes);
