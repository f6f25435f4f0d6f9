using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Writes the settings of a call, each within the range that the wire takes (protocols/wenxin.md §3).</summary>
internal static class WenxinSettingWriter
{
    private const int MinOutputTokens = 2;
    private const int MaxStops = 4;
    private const int MaxStopLength = 20;

    /// <summary>The interval is open at 0; this is the least that is sent for it.</summary>
    private const float LeastTemperature = 0.01f;

    private const string Nearest = "The provider takes no such value; the nearest that it takes was sent.";

    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        if (options.Temperature is { } temperature)
        {
            WriteNumber(writer, request, "temperature", nameof(ChatOptions.Temperature), temperature, temperature <= 0 ? LeastTemperature : Math.Min(temperature, 1), raw);
        }

        if (options.TopP is { } topP)
        {
            WriteNumber(writer, request, "top_p", nameof(ChatOptions.TopP), topP, Math.Clamp(topP, 0, 1), raw);
        }

        WriteLimit(writer, request, options.MaxOutputTokens, raw);
        WriteStops(writer, request, options.StopSequences, raw);
        WriteFormat(writer, request, options.ResponseFormat, raw);
        ReportUnsupported(request, options);
    }

    private static void WriteNumber(Utf8JsonWriter writer, ChatRequest request, string field, string setting, float asked, float sent, in RawMembers raw)
    {
        if (raw.Has(field))
        {
            return;
        }

        if (asked != sent)
        {
            request.Warnings.Adjusted(setting, Nearest);
        }

        writer.WritePropertyName(field);
        JsonWrite.Number(writer, sent);
    }

    private static void WriteLimit(Utf8JsonWriter writer, ChatRequest request, int? limit, in RawMembers raw)
    {
        if (limit is not { } asked || raw.Has("max_output_tokens"))
        {
            return;
        }

        var sent = Math.Clamp(asked, MinOutputTokens, WenxinModels.MaxOutputTokensOf(request.Model) ?? int.MaxValue);
        if (asked != sent)
        {
            request.Warnings.Adjusted(nameof(ChatOptions.MaxOutputTokens), Nearest);
        }

        writer.WriteNumber("max_output_tokens"u8, sent);
    }

    /// <summary>A stop that is cut would stop elsewhere, so one that is too long, and the fifth, are left out.</summary>
    private static void WriteStops(Utf8JsonWriter writer, ChatRequest request, IList<string>? stops, in RawMembers raw)
    {
        if (stops is not { Count: > 0 } || raw.Has("stop"))
        {
            return;
        }

        string[] taken = [.. stops.Where(static stop => stop.Length is > 0 and <= MaxStopLength).Take(MaxStops)];
        if (taken.Length < stops.Count)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.StopSequences), "The provider takes four stops of at most 20 characters; the others were not sent.");
        }

        if (taken.Length == 0)
        {
            return;
        }

        writer.WriteStartArray("stop"u8);
        foreach (var stop in taken)
        {
            writer.WriteStringValue(stop);
        }

        writer.WriteEndArray();
    }

    /// <summary>A plain string here, not an object.</summary>
    private static void WriteFormat(Utf8JsonWriter writer, ChatRequest request, ChatResponseFormat? format, in RawMembers raw)
    {
        if (format is null || raw.Has("response_format"))
        {
            return;
        }

        if (format is ChatResponseFormatJson { Schema: not null })
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ResponseFormat), "The provider takes no schema; plain JSON was asked for.");
        }

        writer.WriteString("response_format"u8, format is ChatResponseFormatJson ? "json_object"u8 : "text"u8);
    }

    private static void ReportUnsupported(ChatRequest request, ChatOptions options)
    {
        const string Unknown = "The provider has no such setting.";
        if (options.PresencePenalty is not null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.PresencePenalty), Unknown);
        }

        if (options.FrequencyPenalty is not null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.FrequencyPenalty), Unknown);
        }

        if (options.Seed is not null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.Seed), Unknown);
        }

        if (options.TopK is not null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.TopK), Unknown);
        }

        if (options.Reasoning is { Effort: not (null or ReasoningEffort.None) } or { Output: ReasoningOutput.Summary or ReasoningOutput.Full })
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.Reasoning), "The models of this wire take no settings for reasoning.");
        }

        if (options.ConversationId is not null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ConversationId), "The provider keeps no conversations; send the history.");
        }

        if (options.ContinuationToken is not null || options.AllowBackgroundResponses == true)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.AllowBackgroundResponses), "The provider has no background responses.");
        }
    }
}
