namespace OneApi.Client.Admission;

/// <summary>One token of an export.</summary>
/// <param name="Stored">The token with the hashes of its keys.</param>
/// <param name="LeftMicros">What was left of its quota, holds of running calls included; null when it has none.</param>
internal sealed record AccessTokenBackupEntry(StoredAccessToken? Stored, long? LeftMicros);
