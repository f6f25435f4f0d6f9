namespace OneApi.Client;

/// <summary>Something definite that is known of a channel, for all nodes and over restarts: a key that was refused, an account that is empty, a channel that a person has switched off.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Key">The fingerprint of the key that it is about (SHA-256, hexadecimal; never the key), or <see langword="null"/> for the whole channel.</param>
/// <param name="Reason"><see cref="HealthReason.KeyRefused"/>, <see cref="HealthReason.AccountEmpty"/> or <see cref="HealthReason.SwitchedOff"/>.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">From when on it may be tried again, or <see langword="null"/>: until a person says otherwise.</param>
/// <param name="Note">What a person said about it, or <see langword="null"/>.</param>
public sealed record ChannelFact(string Channel, string? Key, HealthReason Reason, DateTimeOffset Since, DateTimeOffset? Until, string? Note);
