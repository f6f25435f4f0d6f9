namespace OneApi.Client;

/// <summary>The answer of a quota store.</summary>
/// <param name="Outcome">What became of the operation.</param>
/// <param name="Refusal">Why it was refused.</param>
/// <param name="Account">The account that refused, or <see langword="null"/>.</param>
/// <param name="LeftMicros">What that account has left, running calls included, in micro-dollars.</param>
/// <param name="IsOverrun">Whether more was charged than was held.</param>
/// <param name="IsLate">Whether it was charged after its hold had ended.</param>
public readonly record struct QuotaResult(
    QuotaOutcome Outcome,
    QuotaRefusal Refusal = QuotaRefusal.None,
    string? Account = null,
    long LeftMicros = 0,
    bool IsOverrun = false,
    bool IsLate = false)
{
    /// <summary>Gets a value indicating whether the operation is done, by this call or by one before.</summary>
    public bool IsDone => Outcome is not QuotaOutcome.Refused;
}
