using Microsoft.Extensions.Configuration;

namespace OneApi.Client.DependencyInjection;

/// <summary>
/// Reads maps whose keys are model names. A colon splits a configuration key, so <c>"llama3:8b": "llama3"</c> arrives torn;
/// the list form <c>[ { "Model": "llama3:8b", "To": "llama3" } ]</c> holds any name.
/// </summary>
internal static class MapReader
{
    public static void Read(IConfigurationSection section, IDictionary<string, string> map, List<string> errors)
    {
        foreach (var child in section.GetChildren())
        {
            if (IsListItem(child))
            {
                var model = child["Model"];
                if (string.IsNullOrWhiteSpace(model))
                {
                    errors.Add($"{child.Path}:Model: is missing; name the public model.");
                }
                else
                {
                    map[model] = child["To"] ?? string.Empty;
                }
            }
            else if (child.Value is null && child.GetChildren().Any())
            {
                errors.Add(SplitKey(child));
            }
            else
            {
                map[child.Key] = child.Value ?? string.Empty;
            }
        }
    }

    /// <summary>Reads a map from a model to a list of models.</summary>
    public static void ReadLists(IConfigurationSection section, IDictionary<string, IList<string>> map, List<string> errors)
    {
        foreach (var child in section.GetChildren())
        {
            if (IsListItem(child))
            {
                Put(map, child["Model"] ?? string.Empty, child.GetSection("To"));
            }
            else if (child.GetChildren().Any(static item => !int.TryParse(item.Key, out _)))
            {
                errors.Add(SplitKey(child));
            }
            else
            {
                Put(map, child.Key, child);
            }
        }
    }

    private static void Put(IDictionary<string, IList<string>> map, string model, IConfigurationSection values)
    {
        var list = new List<string>(values.GetChildren().Select(static item => item.Value ?? string.Empty));
        if (values.Value is { Length: > 0 } single)
        {
            list.Add(single);
        }

        map[model] = list;
    }

    private static bool IsListItem(IConfigurationSection child) =>
        int.TryParse(child.Key, out _) && child.Value is null && child.GetChildren().Any(static item => item.Key.Equals("Model", StringComparison.OrdinalIgnoreCase) || item.Key.Equals("To", StringComparison.OrdinalIgnoreCase));

    private static string SplitKey(IConfigurationSection child)
    {
        var torn = child.GetChildren().First();
        return $"{child.Path}: the key '{child.Key}:{torn.Key}' was split at its colon, which configuration keys can't hold; "
            + $"write the map as a list: [ {{ \"Model\": \"{child.Key}:{torn.Key}\", \"To\": \"…\" }} ].";
    }
}
