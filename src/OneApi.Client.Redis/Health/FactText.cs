namespace OneApi.Client.Redis.Health;

/// <summary>The texts of a word about a channel: never a key, but its fingerprint.</summary>
internal sealed record FactText(string Channel, string? Key, string? Note);
