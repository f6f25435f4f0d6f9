using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>Lenient reading of an answer that stands in memory as a document: members that may be missing, null or of another type.</summary>
internal static class JsonMembers
{
    /// <summary>The member, or an element of the kind Undefined.</summary>
    public static JsonElement Member(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>The items of an array; anything else has none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>The member's text, a number's included; null when there is none.</summary>
    public static string? Text(this JsonElement parent, string name) => parent.Member(name).AsText();

    public static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonRead.Text(value) is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    /// <summary>The member's whole number, as a number or as text.</summary>
    public static long? Int64(this JsonElement parent, string name) =>
        long.TryParse(parent.Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The bytes of base64, also where a server put a data URI's head before it; null when it is not base64.</summary>
    public static byte[]? Base64(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        if (value.TryGetBytesFromBase64(out var bytes))
        {
            return bytes.Length > 0 ? bytes : null;
        }

        var text = JsonRead.Text(value);
        var comma = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(',', StringComparison.Ordinal) : -1;
        try
        {
            return comma > 0 ? Convert.FromBase64String(text[(comma + 1)..]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>All members but the named ones, for what fits nowhere else; nulls are left out.</summary>
    public static AdditionalPropertiesDictionary? Others(this JsonElement parent, params ReadOnlySpan<string> known)
    {
        AdditionalPropertiesDictionary? others = null;
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in parent.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !known.Contains(member.Name))
            {
                (others ??= [])[member.Name] = member.Value.Clone();
            }
        }

        return others;
    }
}
