using System.Text.Json;

namespace OneApi.Client;

/// <summary>A channel as it is set at this moment. Holds no secret.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its 1-based position, as in logs.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Version">The version of what the store has of it: the channel itself, or its override; 0 where that is nothing.</param>
/// <param name="Json">What it says, with the names of the configuration in snake case. Of secrets it tells how many there are, and eight digits of their fingerprints.</param>
public sealed record ChannelSetting(string Name, int Number, ChannelSource Source, long Version, JsonElement Json);
