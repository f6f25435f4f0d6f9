namespace OneApi.Client;

/// <summary>An access token as a store keeps it.</summary>
/// <param name="Token">The token.</param>
/// <param name="Keys">The hashes of its keys: one, and while a rotation overlaps the one before.</param>
/// <param name="Version">Rises by one with every change; a change of an older version is refused.</param>
public sealed record StoredAccessToken(AccessToken Token, IReadOnlyList<StoredAccessKey> Keys, long Version);
