namespace OneApi.Client;

/// <summary>What a ledger's records have charged to an account.</summary>
/// <param name="Account">The account's key.</param>
/// <param name="ChargedMicros">The sum of all charges, in micro-dollars.</param>
/// <param name="Records">How many records name it. One whose charge is not known counts here, and adds nothing to the sum.</param>
public readonly record struct AccountTotal(string Account, long ChargedMicros, long Records);
