using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>
/// What a content carries for the provider that made it (a signature, whose it is, members of its own), as one opaque text
/// that the caller keeps and gives back: nothing is kept here, and a signature must reach its maker and nobody else.
/// </summary>
internal static class ResponsesSeal
{
    /// <summary>Before every text of ours. OpenAI's own begin otherwise.</summary>
    private const string Prefix = "oneapi_";

    /// <summary>The mark by which the gateway knows whose a content is, and the maker of texts that are not ours.</summary>
    private const string Maker = "oneapi.provider";
    private const string OpenAI = "openai";

    /// <summary>The text for a signature and its properties, or null when there is nothing to keep.</summary>
    public static string? Close(string? signature, AdditionalPropertiesDictionary? properties)
    {
        if (properties is not { Count: > 0 })
        {
            return signature;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonValues.WriterOptions))
        {
            writer.WriteStartObject();
            if (signature is not null)
            {
                writer.WriteString("s"u8, signature);
            }

            writer.WriteStartObject("p"u8);
            foreach (var (name, value) in properties)
            {
                if (value is string or bool or JsonElement)
                {
                    writer.WritePropertyName(name);
                    JsonValues.Write(writer, value);
                }
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Prefix + Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    /// <summary>Opens a text that a caller gave back. One that is not ours is kept as it is, for the maker of the wire that it comes from.</summary>
    /// <exception cref="FormatException">It is ours and was changed.</exception>
    public static (string? Signature, AdditionalPropertiesDictionary Properties) Open(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return (text, new() { [Maker] = OpenAI });
        }

        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length)));
            AdditionalPropertiesDictionary properties = [];
            foreach (var property in document.RootElement.GetProperty("p"u8).EnumerateObject())
            {
                properties[property.Name] = property.Value.ValueKind switch
                {
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => property.Value.Clone(),
                };
            }

            return (document.RootElement.TryGetProperty("s"u8, out var signature) ? signature.GetString() : null, properties);
        }
        catch (Exception error) when (error is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or DecoderFallbackException)
        {
            throw new FormatException("The text was changed.", error);
        }
    }
}
