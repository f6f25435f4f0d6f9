using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Reads the items of a multimodal message: texts are joined, media are addresses (protocols/qwen.md §4).</summary>
internal static class DashScopeItemReader
{
    private static readonly string[] Media = ["image", "video", "audio"];

    public static void Read(JsonElement item, ref string? text, ref List<AIContent>? parts)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            text += JsonRead.Text(item);
            return;
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var isKnown = false;
        if (item.TryGetProperty("text", out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Null)
        {
            isKnown = true;
            text += value.ValueKind == JsonValueKind.String ? JsonRead.Text(value) : null;
        }

        foreach (var kind in Media)
        {
            if (item.TryGetProperty(kind, out var medium) && MakeMedium(kind, medium) is { } content)
            {
                isKnown = true;
                content.RawRepresentation = item;
                (parts ??= []).Add(content);
            }
        }

        if (!isKnown && item.EnumerateObject().Any())
        {
            (parts ??= []).Add(new() { RawRepresentation = item });
        }
    }

    /// <summary>The address of a medium, or its data as a data URI; null when it is neither.</summary>
    private static AIContent? MakeMedium(string kind, JsonElement value)
    {
        var address = value.ValueKind == JsonValueKind.String ? JsonRead.Text(value) : null;
        if (address is null)
        {
            return null;
        }

        if (!address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(address, UriKind.Absolute, out var uri) ? new UriContent(uri, kind + "/*") : null;
        }

        try
        {
            return new DataContent(address);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            return null;
        }
    }
}
