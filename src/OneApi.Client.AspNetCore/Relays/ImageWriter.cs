using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Writes images as OpenAI writes them (protocols/images.md §1): data as data, an address as an address. Nothing is fetched here.</summary>
internal static class ImageWriter
{
    public static void Write(IBufferWriter<byte> output, ImageGenerationResponse response, DateTimeOffset now)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteNumber("created"u8, now.ToUnixTimeSeconds());
        writer.WriteStartArray("data"u8);
        foreach (var content in response.Contents)
        {
            WriteImage(writer, content);
        }

        writer.WriteEndArray();
        if (response.Usage is { } usage && usage is not { InputTokenCount: null, OutputTokenCount: null, TotalTokenCount: null })
        {
            WriteUsage(writer, usage);
        }

        writer.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter writer, AIContent content)
    {
        if (content is not (DataContent or UriContent))
        {
            return;
        }

        writer.WriteStartObject();
        if (content is DataContent data)
        {
            writer.WriteBase64String("b64_json"u8, data.Data.Span);
        }
        else
        {
            writer.WriteString("url"u8, ((UriContent)content).Uri.AbsoluteUri);
        }

        if (Text(content, "revised_prompt") is { } revised)
        {
            writer.WriteString("revised_prompt"u8, revised);
        }

        writer.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter writer, UsageDetails usage)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, usage.InputTokenCount ?? 0);
        writer.WriteNumber("output_tokens"u8, usage.OutputTokenCount ?? 0);
        writer.WriteNumber("total_tokens"u8, usage.TotalTokenCount ?? ((usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0)));
        var counts = usage.AdditionalCounts;
        if (counts is not null && (counts.ContainsKey("input_tokens_details.text_tokens") || counts.ContainsKey("input_tokens_details.image_tokens")))
        {
            writer.WriteStartObject("input_tokens_details"u8);
            writer.WriteNumber("text_tokens"u8, counts.GetValueOrDefault("input_tokens_details.text_tokens"));
            writer.WriteNumber("image_tokens"u8, counts.GetValueOrDefault("input_tokens_details.image_tokens"));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string? Text(AIContent content, string name) => content.AdditionalProperties?.GetValueOrDefault(name) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => null,
    };
}
