namespace OneApi.Client;

/// <summary>What the new channels of a canary may be worse in. Beyond it, with the certainty that the number of calls gives, the old ones take everything back.</summary>
/// <remarks>Watched over the last 500 to 1000 calls of each side, in the steps <see cref="CanaryStep.Split"/> and <see cref="CanaryStep.NewFirst"/>.</remarks>
public sealed class CanaryGuards
{
    /// <summary>Gets or sets how many calls the new side must have had before anything is concluded. The cost is judged after five times as many.</summary>
    /// <value>The default is 20; at least 1.</value>
    public int MinCalls { get; set; } = 20;

    /// <summary>Gets or sets by how much the share of calls that the new side could not serve may be above the old side's.</summary>
    /// <value>The default is 0.05 (five points); 0 to 1. <see langword="null"/>: not watched.</value>
    public double? ErrorMargin { get; set; } = 0.05;

    /// <summary>Gets or sets the same for answers with nothing in them.</summary>
    /// <value>The default is 0.05; 0 to 1. <see langword="null"/>: not watched.</value>
    public double? EmptyMargin { get; set; } = 0.05;

    /// <summary>Gets or sets how many times the old side's 95th percentile of the time to the first token the new side's may be. Streams only.</summary>
    /// <value>The default is 2; at least 1. <see langword="null"/>: not watched.</value>
    public double? FirstTokenRatio { get; set; } = 2;

    /// <summary>Gets or sets how many times the old side's average cost of a call at the provider the new side's may be.</summary>
    /// <value>The default is 2; at least 1. <see langword="null"/>: not watched.</value>
    public double? CostRatio { get; set; } = 2;
}
