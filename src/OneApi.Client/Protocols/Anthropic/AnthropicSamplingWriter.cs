using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes sampling and stops (protocols/anthropic.md §2, §7). What the model would refuse with 400 is left out and reported.</summary>
internal static class AnthropicSamplingWriter
{
    private const float MaxTemperature = 1;
    private const float MinFixedTopP = 0.99f;
    private const float MinThinkingTopP = 0.95f;

    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, AnthropicModel model, AnthropicThinking thinking, in RawMembers raw)
    {
        var hasTemperature = raw.Has("temperature");
        if (options.Temperature is { } temperature && !hasTemperature)
        {
            hasTemperature = WriteTemperature(writer, request, temperature, model, thinking);
        }

        if (options.TopP is { } topP && !raw.Has("top_p"))
        {
            WriteTopP(writer, request, topP, model, thinking, hasTemperature);
        }

        if (options.TopK is { } topK && !raw.Has("top_k"))
        {
            if (model.FixedSampling || thinking.IsOn)
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.TopK), "This model takes no top_k, or none while it thinks.");
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

    private static bool WriteTemperature(Utf8JsonWriter writer, ChatRequest request, float temperature, AnthropicModel model, AnthropicThinking thinking)
    {
        if (temperature > MaxTemperature)
        {
            request.Warnings.Adjusted(nameof(ChatOptions.Temperature), "This wire takes no temperature above 1; 1 was sent.");
            temperature = MaxTemperature;
        }

        if (temperature != MaxTemperature && (model.FixedSampling || thinking.IsOn))
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.Temperature), "This model takes no other temperature than 1, or none while it thinks.");
            return false;
        }

        writer.WritePropertyName("temperature"u8);
        JsonWrite.Number(writer, temperature);
        return true;
    }

    private static void WriteTopP(Utf8JsonWriter writer, ChatRequest request, float topP, AnthropicModel model, AnthropicThinking thinking, bool hasTemperature)
    {
        if ((model.FixedSampling && topP < MinFixedTopP) || (thinking.IsOn && topP < MinThinkingTopP))
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.TopP), "This model takes no lower top_p, or none while it thinks.");
        }
        else if (hasTemperature && model.OneSampler)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.TopP), "This model takes temperature or top_p, not both.");
        }
        else
        {
            writer.WritePropertyName("top_p"u8);
            JsonWrite.Number(writer, topP);
        }
    }

    private static void WriteStops(Utf8JsonWriter writer, ChatRequest request, IList<string> stops)
    {
        var any = false;
        foreach (var stop in stops)
        {
            if (string.IsNullOrWhiteSpace(stop))
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.StopSequences), "A stop sequence may not be blank.");
                continue;
            }

            if (!any)
            {
                writer.WriteStartArray("stop_sequences"u8);
                any = true;
            }

            writer.WriteStringValue(stop);
        }

        if (any)
        {
            writer.WriteEndArray();
        }
    }
}
