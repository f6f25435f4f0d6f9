using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Writes the settings of a call, and reports those that the wire has no place for (protocols/hunyuan.md §3).</summary>
internal static class HunyuanSettingWriter
{
    private const long LargestSeed = 10_000;

    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        var profile = request.Profile;
        WriteInRange(writer, request, "Temperature", options.Temperature, profile.MinTemperature, profile.MaxTemperature, raw);
        WriteInRange(writer, request, "TopP", options.TopP, profile.MinTopP, profile.MaxTopP, raw);
        WriteStops(writer, options, raw);
        WriteSeed(writer, request, options, raw);
        WriteReasoning(writer, request, options, raw);
        ReportUnsupported(request, options);
    }

    private static void WriteInRange(Utf8JsonWriter writer, ChatRequest request, string member, float? value, float? min, float? max, in RawMembers raw)
    {
        if (value is not { } number || raw.Has(member))
        {
            return;
        }

        if (number > max || number < min)
        {
            request.Warnings.Adjusted(member, "The provider takes no such value; the nearest that it takes was sent.");
            number = Math.Clamp(number, min ?? float.MinValue, max ?? float.MaxValue);
        }

        writer.WritePropertyName(member);
        JsonWrite.Number(writer, number);
    }

    private static void WriteStops(Utf8JsonWriter writer, ChatOptions options, in RawMembers raw)
    {
        if (options.StopSequences is not { Count: > 0 } stops || raw.Has("Stop"))
        {
            return;
        }

        writer.WriteStartArray("Stop"u8);
        foreach (var stop in stops)
        {
            writer.WriteStringValue(stop);
        }

        writer.WriteEndArray();
    }

    /// <summary>Seeds go from 1 to 10000; any other is folded into them, so that the same one stays the same.</summary>
    private static void WriteSeed(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        if (options.Seed is not { } seed || raw.Has("Seed"))
        {
            return;
        }

        if (seed is < 1 or > LargestSeed)
        {
            seed = (((seed - 1) % LargestSeed) + LargestSeed) % LargestSeed + 1;
            request.Warnings.Adjusted(nameof(ChatOptions.Seed), "The provider takes seeds from 1 to 10000; this one was folded into them.");
        }

        writer.WriteNumber("Seed"u8, seed);
    }

    /// <summary>Only hybrid models can be told to think or not to.</summary>
    private static void WriteReasoning(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        if (options.Reasoning?.Effort is { } effort && !raw.Has("EnableThinking"))
        {
            if (request.Model.StartsWith("hunyuan-a13b", StringComparison.OrdinalIgnoreCase))
            {
                writer.WriteBoolean("EnableThinking"u8, effort != ReasoningEffort.None);
            }
            else
            {
                request.Warnings.NotHonoured("Reasoning.Effort", "The model can't be told whether to think.");
            }
        }

        if (options.Reasoning?.Output is ReasoningOutput.Summary)
        {
            request.Warnings.NotHonoured("Reasoning.Output", "The provider gives no summary of the reasoning.");
        }
    }

    private static void ReportUnsupported(ChatRequest request, ChatOptions options)
    {
        Report(request, nameof(ChatOptions.MaxOutputTokens), options.MaxOutputTokens is not null);
        Report(request, nameof(ChatOptions.TopK), options.TopK is not null);
        Report(request, nameof(ChatOptions.FrequencyPenalty), options.FrequencyPenalty is not null);
        Report(request, nameof(ChatOptions.PresencePenalty), options.PresencePenalty is not null);
        Report(request, nameof(ChatOptions.ResponseFormat), options.ResponseFormat is ChatResponseFormatJson);
        if (options.ConversationId is not null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ConversationId), "The provider keeps no conversations; send the history.");
        }

        if (options.ContinuationToken is not null || options.AllowBackgroundResponses == true)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.AllowBackgroundResponses), "The provider has no background responses.");
        }
    }

    private static void Report(ChatRequest request, string setting, bool isSet)
    {
        if (isSet)
        {
            request.Warnings.NotHonoured(setting, "Tencent's own wire has no such setting.");
        }
    }
}
