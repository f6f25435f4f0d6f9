using System.Text.Json;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Strict reading of the members of a request in OpenAI's words: what is missing or of another kind is told with its place.</summary>
internal static class ChatJson
{
    /// <summary>The member, or null where there is none; a null counts as none.</summary>
    public static JsonElement? Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(JsonElement parent, string name, string place) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Wrong(place + name, "a string", value),
    };

    public static string RequiredText(JsonElement parent, string name, string place) => Text(parent, name, place) ?? throw Missing(place + name);

    public static JsonElement? Object(JsonElement parent, string name, string place) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => value,
        { } value => throw Wrong(place + name, "an object", value),
    };

    public static JsonElement? Array(JsonElement parent, string name, string place) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value => value,
        { } value => throw Wrong(place + name, "an array", value),
    };

    public static bool? Flag(JsonElement parent, string name, string place) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Wrong(place + name, "a boolean", value),
    };

    public static float? Number(JsonElement parent, string name) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetSingle(out var number) && float.IsFinite(number) => number,
        { } value => throw Wrong(name, "a number", value),
    };

    public static long? Integer(JsonElement parent, string name, long least = long.MinValue, long most = long.MaxValue)
    {
        if (Member(parent, name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            throw Wrong(name, "an integer", value);
        }

        return number >= least && number <= most ? number : throw EndpointException.Invalid(name, $"Invalid '{name}': {number} is not allowed; use an integer from {least} to {most}.", "integer_out_of_range");
    }

    public static EndpointException Missing(string place) => EndpointException.Invalid(place, $"Missing required parameter: '{place}'.", "missing_required_parameter");

    public static EndpointException Wrong(string place, string right, JsonElement found) =>
        EndpointException.Invalid(place, $"Invalid type for '{place}': expected {right}, but got {Kind(found)} instead.", "invalid_type");

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
