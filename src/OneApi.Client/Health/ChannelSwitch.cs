namespace OneApi.Client.Health;

/// <summary>A person's word that a channel is not to be used.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when, or null: until a person says otherwise.</param>
/// <param name="Note">What they said about it, or null.</param>
internal sealed record ChannelSwitch(DateTimeOffset Since, DateTimeOffset? Until, string? Note);
