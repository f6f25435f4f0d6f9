using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A group, an entry of the model map, or a price.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source"><c>configuration</c> (code too) or <c>stored</c>.</param>
/// <param name="Version">The version of what the store has of it; 0 where that is nothing.</param>
/// <param name="ChangedAt">When it was stored; null where it was not.</param>
/// <param name="Settings">What it says.</param>
/// <param name="Errors">What keeps a stored one from being in force; null while it is.</param>
internal sealed record SettingView(string Name, string Source, long Version, DateTimeOffset? ChangedAt, JsonElement Settings, IReadOnlyList<string>? Errors)
{
    public static SettingView Of(SettingEntry entry) => new(entry.Name, AdminNames.Of(entry.Source), entry.Version, entry.ChangedAt, entry.Json, entry.Errors is { Count: > 0 } errors ? errors : null);
}
