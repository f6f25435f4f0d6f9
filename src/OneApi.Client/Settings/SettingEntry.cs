using System.Text.Json;

namespace OneApi.Client;

/// <summary>A group, an entry of the gateway's model map, or a price, wherever it was set.</summary>
/// <param name="Kind">What it is, one of <see cref="SettingKinds"/>.</param>
/// <param name="Name">Its name, unique in its kind without regard to case.</param>
/// <param name="Source">Where it comes from: <see cref="ChannelSource.Stored"/>, or <see cref="ChannelSource.Configuration"/> for code and configuration alike.</param>
/// <param name="Version">The version of what the store has of it; 0 where that is nothing.</param>
/// <param name="ChangedAt">When it was stored; <see langword="null"/> where it was not.</param>
/// <param name="Json">What it says, with the names of the configuration in snake case.</param>
public sealed record SettingEntry(string Kind, string Name, ChannelSource Source, long Version, DateTimeOffset? ChangedAt, JsonElement Json)
{
    /// <summary>Gets what keeps a stored one from being in force: it went wrong since it was stored, or another version of the gateway has written it.</summary>
    /// <value>Empty while it is in force. What the configuration says of the same name holds meanwhile.</value>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
