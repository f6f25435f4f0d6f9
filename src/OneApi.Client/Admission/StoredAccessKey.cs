namespace OneApi.Client;

/// <summary>A key as a store keeps it.</summary>
/// <param name="Id">The public id that the key carries.</param>
/// <param name="Hash">HMAC-SHA-256 of the key under the pepper, in base 64.</param>
/// <param name="ValidUntil">Until when it works, or <see langword="null"/> for as long as the token does.</param>
public sealed record StoredAccessKey(string Id, string Hash, DateTimeOffset? ValidUntil);
