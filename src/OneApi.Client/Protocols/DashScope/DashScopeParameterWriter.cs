using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Writes the members of <c>parameters</c> (protocols/qwen.md §3, §7).</summary>
internal static class DashScopeParameterWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, DashScopeExtras extras)
    {
        if (!extras.HasParameter("result_format"))
        {
            writer.WriteString("result_format"u8, "message"u8); // the default has neither choices nor tool calls
        }

        if (DashScopeStreaming.IsStream(request, extras) && !extras.HasParameter("incremental_output"))
        {
            writer.WriteBoolean("incremental_output"u8, true);
        }

        if (request.Options is not { } options)
        {
            return;
        }

        WriteSampling(writer, request, options, extras);
        WriteStops(writer, options, extras);
        DashScopeToolWriter.Write(writer, request, options, extras);
        WriteFormat(writer, options, extras);
        WriteReasoning(writer, request, options, extras);
        ReportUnsupported(request, options, extras);
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, DashScopeExtras extras)
    {
        var profile = request.Profile;
        WriteInRange(writer, request, "temperature", nameof(ChatOptions.Temperature), options.Temperature, profile.MinTemperature, profile.MaxTemperature, extras);
        WriteInRange(writer, request, "top_p", nameof(ChatOptions.TopP), options.TopP, profile.MinTopP, profile.MaxTopP, extras);
        WriteInRange(writer, request, "presence_penalty", nameof(ChatOptions.PresencePenalty), options.PresencePenalty, null, null, extras);
        WriteCount(writer, "max_tokens", options.MaxOutputTokens, extras);
        WriteCount(writer, "top_k", options.TopK, extras);
        if (options.Seed is >= 0)
        {
            WriteCount(writer, "seed", options.Seed, extras);
        }
        else if (options.Seed is not null && !extras.HasParameter("seed"))
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.Seed), "The provider takes no negative seed.");
        }
    }

    private static void WriteInRange(Utf8JsonWriter writer, ChatRequest request, string name, string setting, float? value, float? min, float? max, DashScopeExtras extras)
    {
        if (value is not { } number || extras.HasParameter(name))
        {
            return;
        }

        if (number > max || number < min)
        {
            request.Warnings.Adjusted(setting, "The provider takes no such value; the nearest that it takes was sent.");
            number = Math.Clamp(number, min ?? float.MinValue, max ?? float.MaxValue);
        }

        writer.WritePropertyName(name);
        JsonWrite.Number(writer, number);
    }

    private static void WriteCount(Utf8JsonWriter writer, string name, long? value, DashScopeExtras extras)
    {
        if (value is { } number && !extras.HasParameter(name))
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void WriteStops(Utf8JsonWriter writer, ChatOptions options, DashScopeExtras extras)
    {
        if (options.StopSequences is not { Count: > 0 } stops || extras.HasParameter("stop"))
        {
            return;
        }

        writer.WriteStartArray("stop"u8);
        foreach (var stop in stops)
        {
            writer.WriteStringValue(stop);
        }

        writer.WriteEndArray();
    }

    private static void WriteFormat(Utf8JsonWriter writer, ChatOptions options, DashScopeExtras extras)
    {
        if (options.ResponseFormat is null || extras.HasParameter("response_format"))
        {
            return;
        }

        writer.WriteStartObject("response_format"u8);
        if (options.ResponseFormat is not ChatResponseFormatJson json)
        {
            writer.WriteString("type"u8, "text"u8);
        }
        else if (json.Schema is { } schema)
        {
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WriteStartObject("json_schema"u8);
            writer.WriteString("name"u8, OpenAISchema.NameOf(json.SchemaName));
            if (json.SchemaDescription is not null)
            {
                writer.WriteString("description"u8, json.SchemaDescription);
            }

            writer.WritePropertyName("schema"u8);
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("type"u8, "json_object"u8);
        }

        writer.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, DashScopeExtras extras)
    {
        if (options.Reasoning?.Effort is { } effort && !extras.HasParameter("enable_thinking"))
        {
            writer.WriteBoolean("enable_thinking"u8, effort != ReasoningEffort.None);
        }

        if (options.Reasoning?.Output is ReasoningOutput.Summary)
        {
            request.Warnings.NotHonoured("Reasoning.Output", "The provider gives no summary of the reasoning.");
        }
    }

    private static void ReportUnsupported(ChatRequest request, ChatOptions options, DashScopeExtras extras)
    {
        if (options.FrequencyPenalty is not null && !extras.HasParameter("frequency_penalty"))
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.FrequencyPenalty), "The provider has no such setting.");
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
