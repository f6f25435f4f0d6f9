using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A channel as it is set, without its secrets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its position, as in logs.</param>
/// <param name="Source"><c>code</c>, <c>configuration</c> or <c>stored</c>.</param>
/// <param name="Version">The version of what the store has of it; 0 where that is nothing.</param>
/// <param name="Settings">What it says.</param>
/// <param name="Errors">What keeps what the store has of it from being in force; null while it is.</param>
internal sealed record ChannelSettingView(string Name, int Number, string Source, long Version, JsonElement Settings, IReadOnlyList<string>? Errors)
{
    public static ChannelSettingView Of(ChannelSetting setting) => new(
        setting.Name,
        setting.Number,
        AdminNames.Of(setting.Source),
        setting.Version,
        setting.Json,
        setting.Errors is { Count: > 0 } errors ? errors : null);
}
