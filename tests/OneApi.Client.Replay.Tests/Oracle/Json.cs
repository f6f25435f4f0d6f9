using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>Forgiving steps through a JSON document: what is missing or of another type is silent.</summary>
internal static class Json
{
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out var next) || next.ValueKind is JsonValueKind.Null)
            {
                return null;
            }

            element = next;
        }

        return element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    public static long? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } found ? found.GetInt64() : null;

    /// <summary>A string, or a number written as one: providers use both for codes.</summary>
    public static string? Word(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) switch
    {
        { ValueKind: JsonValueKind.String } found => found.GetString(),
        { ValueKind: JsonValueKind.Number } found => found.GetInt64().ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } found ? [.. found.EnumerateArray()] : [];

    public static bool Flag(this JsonElement element, string name) => element.At(name) is { ValueKind: JsonValueKind.True };

    /// <summary>Parses the text of tool-call arguments: nothing is no arguments, what is not an object is unreadable.</summary>
    public static JsonObject? Arguments(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
