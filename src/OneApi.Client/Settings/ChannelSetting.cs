using System.Text.Json;

namespace OneApi.Client;

/// <summary>A channel as it is set at this moment. Holds no secret.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its 1-based position, as in logs.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Version">The version of what the store has of it: the channel itself, or its override; 0 where that is nothing.</param>
/// <param name="Json">What it says, with the names of the configuration in snake case. Of secrets it tells how many there are, and eight digits of their fingerprints.</param>
public sealed record ChannelSetting(string Name, int Number, ChannelSource Source, long Version, JsonElement Json)
{
    /// <summary>Gets what keeps a stored channel, or the override of another, from being in force: it went wrong since it was stored, or another version of the gateway has written it.</summary>
    /// <value>Empty while all of it is in force. A stored channel that is not has the number 0.</value>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
