using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A group, an entry of the model map, or a price, as the store has it.</summary>
internal sealed record SettingView(string Name, long Version, DateTimeOffset ChangedAt, JsonElement Settings)
{
    public static SettingView Of(StoredSetting setting) => new(setting.Name, setting.Version, setting.ChangedAt, JsonElement.Parse(System.Text.Encoding.UTF8.GetBytes(setting.Json)));
}
