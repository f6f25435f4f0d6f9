using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A channel as it is set, without its secrets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its position, as in logs.</param>
/// <param name="Source"><c>code</c>, <c>configuration</c> or <c>stored</c>.</param>
/// <param name="Version">The version of what the store has of it; 0 where that is nothing.</param>
/// <param name="Settings">What it says.</param>
internal sealed record ChannelSettingView(string Name, int Number, string Source, long Version, JsonElement Settings)
{
    public static ChannelSettingView Of(ChannelSetting setting) => new(
        setting.Name,
        setting.Number,
        setting.Source switch { ChannelSource.Code => "code", ChannelSource.Configuration => "configuration", _ => "stored" },
        setting.Version,
        setting.Json);
}
