using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes the body of a message request (protocols/anthropic.md §2).</summary>
internal static class AnthropicRequestWriter
{
    /// <summary>Safe for every model (protocols/anthropic.md §2).</summary>
    private const int DefaultMaxTokens = 4096;

    private static readonly string[] Consumed = ["strict", AnthropicBetas.Name];

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var raw = new RawMembers(request.Raw, request.Options?.AdditionalProperties, Consumed);
        var options = request.Options;
        var thinking = AnthropicThinking.Of(request, raw);

        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        WriteMaxTokens(writer, options, thinking, raw);
        if (!raw.Has("messages"))
        {
            AnthropicMessageWriter.Write(writer, request, raw);
        }

        if (request.Streaming)
        {
            writer.WriteBoolean("stream"u8, true);
        }

        if (options is not null)
        {
            WriteSampling(writer, request, options, thinking, raw);
            AnthropicToolWriter.Write(writer, request, options, thinking, raw);
            ReportUnsupported(request, options);
        }

        thinking.Write(writer, raw);
        AnthropicOutputConfig.Write(writer, request, thinking, raw);
        raw.WriteAll(writer, "model", "stream");
        writer.WriteEndObject();
    }

    private static void WriteMaxTokens(Utf8JsonWriter writer, ChatOptions? options, in AnthropicThinking thinking, in RawMembers raw)
    {
        if (raw.Has("max_tokens"))
        {
            return;
        }

        // A thinking budget counts towards the limit, so the limit stands above it.
        var limit = options?.MaxOutputTokens ?? DefaultMaxTokens;
        writer.WriteNumber("max_tokens"u8, thinking.Budget is { } budget && limit <= budget ? budget + limit : limit);
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in AnthropicThinking thinking, in RawMembers raw)
    {
        if (options.Temperature is { } temperature && !raw.Has("temperature"))
        {
            if (thinking.IsOn && temperature != 1)
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.Temperature), "With thinking the temperature is fixed.");
            }
            else
            {
                if (temperature > 1)
                {
                    request.Warnings.Adjusted(nameof(ChatOptions.Temperature), "The provider takes no temperature above 1; 1 was sent.");
                    temperature = 1;
                }

                writer.WritePropertyName("temperature"u8);
                JsonWrite.Number(writer, temperature);
            }
        }

        if (options.TopP is { } topP && !raw.Has("top_p"))
        {
            writer.WritePropertyName("top_p"u8);
            JsonWrite.Number(writer, topP);
        }

        if (options.TopK is { } topK && !raw.Has("top_k"))
        {
            if (thinking.IsOn)
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.TopK), "It can't be set together with thinking.");
            }
            else
            {
                writer.WriteNumber("top_k"u8, topK);
            }
        }

        if (options.StopSequences is { Count: > 0 } stops && !raw.Has("stop_sequences"))
        {
            WriteStops(writer, request, stops);
        }
    }

    private static void WriteStops(Utf8JsonWriter writer, ChatRequest request, IList<string> stops)
    {
        writer.WriteStartArray("stop_sequences"u8);
        foreach (var stop in stops)
        {
            if (string.IsNullOrWhiteSpace(stop))
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.StopSequences), "A stop sequence may not be blank.");
            }
            else
            {
                writer.WriteStringValue(stop);
            }
        }

        writer.WriteEndArray();
    }

    private static void ReportUnsupported(ChatRequest request, ChatOptions options)
    {
        ReportIfSet(request, nameof(ChatOptions.Seed), options.Seed is not null);
        ReportIfSet(request, nameof(ChatOptions.FrequencyPenalty), options.FrequencyPenalty is not null);
        ReportIfSet(request, nameof(ChatOptions.PresencePenalty), options.PresencePenalty is not null);
        ReportIfSet(request, nameof(ChatOptions.ConversationId), options.ConversationId is not null);
        ReportIfSet(request, nameof(ChatOptions.AllowBackgroundResponses), options.ContinuationToken is not null || options.AllowBackgroundResponses == true);
    }

    private static void ReportIfSet(ChatRequest request, string setting, bool isSet)
    {
        if (isSet)
        {
            request.Warnings.NotHonoured(setting, "This wire has no such setting.");
        }
    }
}
