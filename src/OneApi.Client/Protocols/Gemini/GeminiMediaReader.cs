using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Reads <c>inlineData</c> and <c>fileData</c>. What is no readable medium gives null, and the part is kept as it came.</summary>
internal static class GeminiMediaReader
{
    public static DataContent? ReadInline(ref Utf8JsonReader reader)
    {
        string? mediaType = null;
        byte[]? bytes = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("mimeType"u8))
            {
                reader.Read();
                mediaType = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                bytes = Decode(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (bytes is null || string.IsNullOrEmpty(mediaType))
        {
            return null;
        }

        try
        {
            return new(bytes, mediaType);
        }
        catch (ArgumentException)
        {
            return null; // no media type
        }
    }

    public static UriContent? ReadFile(ref Utf8JsonReader reader)
    {
        string? mediaType = null;
        string? uri = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("mimeType"u8))
            {
                reader.Read();
                mediaType = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("fileUri"u8))
            {
                reader.Read();
                uri = JsonRead.StringOrNull(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (string.IsNullOrEmpty(mediaType) || !Uri.TryCreate(uri, UriKind.Absolute, out var address))
        {
            return null;
        }

        try
        {
            return new(address, mediaType);
        }
        catch (ArgumentException)
        {
            return null; // no media type
        }
    }

    /// <summary>Base64 of the standard alphabet, or the URL-safe one, padded or not (protocols/gemini.md §11).</summary>
    private static byte[]? Decode(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.TryGetBytesFromBase64(out var bytes))
        {
            return bytes;
        }

        var text = reader.GetString()!.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        text = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var buffer = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : null;
    }
}
