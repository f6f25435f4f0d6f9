using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace OneApi.Client.Settings;

/// <summary>JSON as a section of the configuration, so that what is stored is read by the same readers. Names of members may be in snake case; names of models and headers stay as they are.</summary>
internal sealed class SettingSection : IConfigurationSection
{
    private const string MapOfMaps = "fallbacksbykind";
    private static readonly string[] Maps = ["modelmap", "headers", "prices", "fallbacks", "fallbacksbykind", "workflows", "labels", "currencies"];
    private static readonly CancellationChangeToken Never = new(CancellationToken.None);
    private readonly JsonElement[] _parts;
    private readonly bool _isMap;

    /// <param name="path">The setting's path, for error messages.</param>
    /// <param name="parts">What it says; objects are added up.</param>
    public SettingSection(string path, params JsonElement[] parts)
        : this(path, path, isMap: false, parts)
    {
    }

    private SettingSection(string key, string path, bool isMap, params JsonElement[] parts)
    {
        Key = key;
        Path = path;
        _parts = parts;
        _isMap = isMap;
    }

    public string Key { get; }

    public string Path { get; }

    public string? Value
    {
        get => _parts.Length != 1 ? null : _parts[0].ValueKind switch
        {
            JsonValueKind.String => _parts[0].GetString(),
            JsonValueKind.Number => _parts[0].GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        set => throw new NotSupportedException();
    }

    public string? this[string key]
    {
        get => GetSection(key).Value;
        set => throw new NotSupportedException();
    }

    public IConfigurationSection GetSection(string key) =>
        GetChildren().FirstOrDefault(child => child.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? new SettingSection(key, $"{Path}:{key}", isMap: false);

    public IEnumerable<IConfigurationSection> GetChildren()
    {
        foreach (var part in _parts)
        {
            if (part.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in part.EnumerateObject())
                {
                    var key = _isMap ? member.Name : member.Name.Replace("_", "", StringComparison.Ordinal);
                    yield return new SettingSection(key, $"{Path}.{member.Name}", IsMap(key), member.Value);
                }
            }
            else if (part.ValueKind == JsonValueKind.Array)
            {
                var i = 0;
                foreach (var item in part.EnumerateArray())
                {
                    var index = i++.ToString(CultureInfo.InvariantCulture);
                    yield return new SettingSection(index, $"{Path}[{index}]", isMap: false, item);
                }
            }
        }
    }

    public IChangeToken GetReloadToken() => Never;

    /// <summary>Names of models stand under the kinds of errors, too. What a model's own entry holds are members again.</summary>
    private bool IsMap(string key) => _isMap ? Key.Equals(MapOfMaps, StringComparison.OrdinalIgnoreCase) : Maps.Contains(key, StringComparer.OrdinalIgnoreCase);
}
