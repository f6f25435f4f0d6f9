namespace OneApi.Client;

/// <summary>An account whose records and charges are not the same sum.</summary>
/// <param name="Account">The account's key.</param>
/// <param name="ChargedMicros">What the ledger's records have charged to it, in micro-dollars; zero when the ledger does not know it.</param>
/// <param name="SettledMicros">What the quota store has charged to it, in micro-dollars; zero when the store does not know it.</param>
public sealed record AccountDifference(string Account, long ChargedMicros, long SettledMicros)
{
    /// <summary>Gets by how much the ledger has more than the account, in micro-dollars; negative when it has less.</summary>
    /// <exception cref="OverflowException">The difference is larger than a <see cref="long"/> holds.</exception>
    public long DifferenceMicros => checked(ChargedMicros - SettledMicros);
}
