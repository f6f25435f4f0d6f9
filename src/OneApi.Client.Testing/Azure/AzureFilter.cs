using System.Text.Json.Nodes;

namespace OneApi.Client.Testing.Azure;

/// <summary>The results of Azure's content filter, and Azure's order of members, which is the alphabet's.</summary>
internal static class AzureFilter
{
    public static JsonObject Safe() => Categories("safe", isFiltered: false);

    public static JsonObject Filtered() => Categories("high", isFiltered: true);

    /// <summary>The results for a prompt: the four categories and the search for jailbreaks.</summary>
    public static JsonArray OfPrompt()
    {
        var results = Safe();
        results["jailbreak"] = new JsonObject { ["detected"] = false, ["filtered"] = false };

        return [new JsonObject { ["prompt_index"] = 0, ["content_filter_results"] = Sorted(results) }];
    }

    /// <summary>Puts a choice's results beside what it says: nothing for a choice that says nothing, the category that stepped in for one that it ended.</summary>
    public static void Mark(JsonObject choice)
    {
        choice["content_filter_results"] = choice["finish_reason"]?.GetValue<string>() switch
        {
            "content_filter" => Filtered(),
            _ when choice["message"] is not null => Safe(),
            _ => choice["delta"]?["content"]?.GetValue<string>() is { Length: > 0 } ? Safe() : [],
        };
    }

    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(static member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonObject Categories(string severity, bool isFiltered) => new()
    {
        ["hate"] = Category(severity, isFiltered),
        ["self_harm"] = Category("safe", isFiltered: false),
        ["sexual"] = Category("safe", isFiltered: false),
        ["violence"] = Category("safe", isFiltered: false),
    };

    private static JsonObject Category(string severity, bool isFiltered) => new() { ["filtered"] = isFiltered, ["severity"] = severity };
}
