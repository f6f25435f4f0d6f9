using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Writes what OpenAI has no place for in the words of OpenRouter, which clients of this wire know (openai-compatible.md §5).</summary>
internal static class ChatMediaWriter
{
    /// <summary>The address of a picture, or null for anything else.</summary>
    public static string? AddressOf(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => data.Uri,
        UriContent uri when uri.HasTopLevelMediaType("image") => uri.Uri.OriginalString,
        _ => null,
    };

    /// <summary>What a provider of this wire wants to have back of its reasoning, or null; other providers' marks are no JSON arrays.</summary>
    public static string? DetailsOf(TextReasoningContent content) => content.ProtectedData is { Length: > 1 } text && text[0] == '[' && text[^1] == ']' ? text : null;

    public static void WriteDetails(Utf8JsonWriter writer, string? details)
    {
        if (details is not null)
        {
            writer.WritePropertyName("reasoning_details"u8);
            writer.WriteRawValue(details);
        }
    }

    public static void WriteImages(Utf8JsonWriter writer, IReadOnlyList<string> addresses)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("images"u8);
        foreach (var address in addresses)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "image_url"u8);
            writer.WriteStartObject("image_url"u8);
            writer.WriteString("url"u8, address);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A piece of speech; its words have gone before as text.</summary>
    public static void WriteSpeech(Utf8JsonWriter writer, DataContent audio)
    {
        writer.WriteStartObject("audio"u8);
        if (audio.AdditionalProperties?.GetValueOrDefault(ChatMembers.AudioId)?.ToString() is { } id)
        {
            writer.WriteString("id"u8, id);
        }

        writer.WriteString("data"u8, audio.Base64Data.Span);
        writer.WriteEndObject();
    }
}
