using System.Text.Json;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Reads members of a request; what can't be is an error in OpenAI's words that names the place. A JSON null is a member that was left out.</summary>
internal static class ResponsesFields
{
    private const int MaxQuoted = 64;

    /// <summary>The member of an object, or null when it is missing or null.</summary>
    public static JsonElement? Find(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? FindText(JsonElement parent, string name, string? path = null) =>
        Find(parent, name) is { } value ? Text(value, Join(path, name)) : null;

    public static string NeedText(JsonElement parent, string name, string? path = null) =>
        FindText(parent, name, path) ?? throw Missing(Join(path, name));

    /// <summary>A text that must say something.</summary>
    public static string NeedName(JsonElement parent, string name, string? path = null) =>
        NeedText(parent, name, path) is { Length: > 0 } text ? text : throw EndpointException.Invalid(Join(path, name), $"Invalid '{Join(path, name)}': empty string. Expected a string with minimum length 1.", "empty_string");

    public static string Text(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw WrongType(path, "a string", value);
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw EndpointException.Invalid(path, $"Invalid '{path}': the string is not valid Unicode.");
        }
    }

    public static bool? FindFlag(JsonElement parent, string name, string? path = null) => Find(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw WrongType(Join(path, name), "a boolean", other),
    };

    public static int? FindInteger(JsonElement parent, string name, int min, int max)
    {
        if (Find(parent, name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            throw WrongType(name, "an integer", value);
        }

        if (!value.TryGetInt32(out var number))
        {
            throw EndpointException.Invalid(name, $"Invalid type for '{name}': expected an integer of 32 bits, but got {Quote(value.GetRawText())} instead.", "invalid_type");
        }

        if (number < min)
        {
            throw EndpointException.Invalid(name, $"Invalid '{name}': integer below minimum value. Expected a value >= {min}, but got {number} instead.", "integer_below_min_value");
        }

        return number <= max ? number : throw EndpointException.Invalid(name, $"Invalid '{name}': integer above maximum value. Expected a value <= {max}, but got {number} instead.", "integer_above_max_value");
    }

    public static float? FindDecimal(JsonElement parent, string name, float min, float max)
    {
        if (Find(parent, name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetSingle(out var number))
        {
            throw WrongType(name, "a decimal", value);
        }

        if (number < min)
        {
            throw EndpointException.Invalid(name, $"Invalid '{name}': decimal below minimum value. Expected a value >= {min}, but got {Quote(value.GetRawText())} instead.", "decimal_below_min_value");
        }

        return number <= max ? number : throw EndpointException.Invalid(name, $"Invalid '{name}': decimal above maximum value. Expected a value <= {max}, but got {Quote(value.GetRawText())} instead.", "decimal_above_max_value");
    }

    public static JsonElement? FindObject(JsonElement parent, string name, string? path = null) =>
        Find(parent, name) is not { } value ? null : value.ValueKind == JsonValueKind.Object ? value : throw WrongType(Join(path, name), "an object", value);

    public static JsonElement? FindArray(JsonElement parent, string name, string? path = null) =>
        Find(parent, name) is not { } value ? null : value.ValueKind == JsonValueKind.Array ? value : throw WrongType(Join(path, name), "an array", value);

    public static EndpointException Missing(string path) =>
        EndpointException.Invalid(path, $"Missing required parameter: '{path}'.", "missing_required_parameter");

    public static EndpointException WrongType(string path, string expected, JsonElement found) =>
        EndpointException.Invalid(path, $"Invalid type for '{path}': expected {expected}, but got {KindOf(found)} instead.", "invalid_type");

    public static EndpointException Unknown(string path, string found, string supported) =>
        EndpointException.Invalid(path, $"Invalid value: '{Quote(found)}'. Supported values are: {supported}.");

    public static EndpointException Unsupported(string path, string message) => EndpointException.Invalid(path, message, "unsupported_value");

    /// <summary>What was found, short enough for a message.</summary>
    public static string Quote(string found) => found.Length <= MaxQuoted ? found : string.Concat(found.AsSpan(0, MaxQuoted), "…");

    private static string Join(string? path, string name) => path is null ? name : path + "." + name;

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
