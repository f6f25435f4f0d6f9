using Microsoft.Extensions.Configuration;
using static OneApi.Client.DependencyInjection.SectionValues;

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
                if (ModelOf(child, map.ContainsKey, errors) is { } model)
                {
                    map[model] = child["To"] ?? string.Empty;
                }
            }
            else if (child.GetChildren().Any())
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
                if (ModelOf(child, map.ContainsKey, errors) is { } model)
                {
                    map[model] = ListOf(child.GetSection("To"));
                }
            }
            else if (child.GetChildren().Any(static item => !IsListItem(item) || item.GetChildren().Any())) // a list of names has neither
            {
                errors.Add(SplitKey(child));
            }
            else
            {
                map[child.Key] = ListOf(child);
            }
        }
    }

    private static List<string> ListOf(IConfigurationSection values)
    {
        var list = new List<string>();
        if (values.Value is { Length: > 0 } single)
        {
            list.Add(single);
        }

        list.AddRange(values.GetChildren().Select(static item => item.Value ?? string.Empty));
        return list;
    }

    /// <summary>The model that an item of the list form names, or null when it names none or one that was named before.</summary>
    private static string? ModelOf(IConfigurationSection item, Predicate<string> isKnown, List<string> errors)
    {
        var model = item["Model"];
        if (string.IsNullOrWhiteSpace(model))
        {
            errors.Add($"{item.Path}:Model: is missing; write the entry as {{ \"Model\": \"…\", \"To\": \"…\" }}.");
            return null;
        }

        if (isKnown(model))
        {
            errors.Add($"{item.Path}:Model: '{model}' has an entry already; keep one of them.");
            return null;
        }

        return model;
    }

    private static string SplitKey(IConfigurationSection child)
    {
        var torn = child.Key + ":" + child.GetChildren().First().Key;
        return $"{child.Path}: the key '{torn}' was split at its colon, which configuration keys can't hold; "
            + $"write the map as a list: [ {{ \"Model\": \"{torn}\", \"To\": \"…\" }} ].";
    }
}
