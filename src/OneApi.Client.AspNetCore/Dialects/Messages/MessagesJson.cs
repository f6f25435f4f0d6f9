using System.Text.Json;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Strict reading of a request's members: what is missing or of another kind is told with its place.</summary>
internal static class MessagesJson
{
    /// <summary>The member, or null where there is none; a null counts as none.</summary>
    public static JsonElement? Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string RequiredText(JsonElement parent, string name, in MessagesPlace place) => OptionalText(parent, name, place) ?? throw place.Missing(name);

    public static string? OptionalText(JsonElement parent, string name, in MessagesPlace place)
    {
        if (Member(parent, name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw place.Wrong(name, $"Input should be a valid string, not {Kind(value)}");
    }

    public static JsonElement RequiredObject(JsonElement parent, string name, in MessagesPlace place) => OptionalObject(parent, name, place) ?? throw place.Missing(name);

    public static JsonElement? OptionalObject(JsonElement parent, string name, in MessagesPlace place)
    {
        if (Member(parent, name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object ? value : throw place.Wrong(name, $"Input should be an object, not {Kind(value)}");
    }

    public static JsonElement? OptionalArray(JsonElement parent, string name, in MessagesPlace place)
    {
        if (Member(parent, name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Array ? value : throw place.Wrong(name, $"Input should be an array, not {Kind(value)}");
    }

    public static bool? OptionalFlag(JsonElement parent, string name, in MessagesPlace place) => Member(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw place.Wrong(name, $"Input should be a valid boolean, not {Kind(value)}"),
    };

    public static int? OptionalInteger(JsonElement parent, string name, int least, in MessagesPlace place)
    {
        if (Member(parent, name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            throw place.Wrong(name, $"Input should be a valid integer, not {Kind(value)}");
        }

        return number >= least ? number : throw place.Wrong(name, FormattableString.Invariant($"Input should be greater than or equal to {least}, not {number}"));
    }

    /// <summary>A number from 0 to 1, as sampling is told with.</summary>
    public static float? OptionalShare(JsonElement parent, string name, in MessagesPlace place)
    {
        if (Member(parent, name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && number is >= 0 and <= 1
            ? number
            : throw place.Wrong(name, $"Input should be a number from 0 to 1, not {Kind(value)}");
    }

    /// <summary>What was found: the value itself where it is short and says more than its kind.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number when value.GetRawText() is { Length: <= 24 } number => number,
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    /// <summary>A caller's word as it may stand in an error: short, and in quotes.</summary>
    public static string Quoted(string word) => $"'{(word.Length <= 40 ? word : string.Concat(word.AsSpan(0, 40), "…"))}'";
}
