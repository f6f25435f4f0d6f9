using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Writes the body of a chat completion (protocols/openai.md §2). One wire's mapping, hence its length.</summary>
internal static class OpenAIRequestWriter
{
    /// <summary>Additional properties that are read here and are no members of the body.</summary>
    private static readonly string[] Consumed = [OpenAISchema.StrictProperty];

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var raw = new RawMembers(request.Raw, request.Options?.AdditionalProperties, Consumed);
        var written = OpenAIMembers.Select(request, raw);

        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        if (!raw.Has("messages"))
        {
            OpenAIMessageWriter.Write(writer, request);
        }

        WriteStreaming(writer, request, raw);
        if (request.Options is { } options)
        {
            WriteSampling(writer, request, options, raw);
            OpenAIToolWriter.Write(writer, request, options, raw);
            WriteResponseFormat(writer, request, options, raw);
            WriteReasoning(writer, request, options, raw);
            ReportUnsupported(request, options);
        }

        foreach (var member in request.Profile.SwitchedOn)
        {
            if (!raw.Has(member))
            {
                writer.WriteBoolean(member, true);
            }
        }

        OpenAIPrefill.WriteMembers(writer, request, raw);
        OpenAIMembers.WriteUser(writer, request, raw);
        raw.WriteAll(writer, written);
        writer.WriteEndObject();
    }

    private static void WriteStreaming(Utf8JsonWriter writer, ChatRequest request, in RawMembers raw)
    {
        if (!OpenAIStreaming.IsStream(request) || OpenAIMembers.IsAggregated(request, raw))
        {
            return;
        }

        writer.WriteBoolean("stream"u8, true);
        var asked = StreamOptions(request);
        if (!request.Profile.StreamUsage && asked is null)
        {
            return;
        }

        writer.WriteStartObject("stream_options"u8);
        writer.WriteBoolean("include_usage"u8, true);
        foreach (var member in asked ?? [])
        {
            if (member.Key != "include_usage")
            {
                writer.WritePropertyName(member.Key);
                JsonWrite.Node(writer, member.Value);
            }
        }

        writer.WriteEndObject();
    }

    private static JsonObject? StreamOptions(ChatRequest request)
    {
        if (request.Raw?["stream_options"] is JsonObject raw)
        {
            return raw;
        }

        if (request.Options?.AdditionalProperties?.TryGetValue("stream_options", out var value) != true || value is null)
        {
            return null;
        }

        if (value is not string && JsonNode.Parse(JsonWrite.Text(value)) is JsonObject asked)
        {
            return asked;
        }

        request.Warnings.NotHonoured("stream_options", "Its value is no JSON object.");
        return null;
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        var profile = request.Profile;
        if (options.Temperature is <= 0 && profile.GreedySwitch && !raw.Has("temperature") && !raw.Has("do_sample"))
        {
            writer.WriteBoolean("do_sample"u8, false);
        }
        else
        {
            WriteSampling(writer, request, "temperature", nameof(ChatOptions.Temperature), options.Temperature, profile.MinTemperature, profile.MaxTemperature, raw);
        }

        WriteSampling(writer, request, "top_p", nameof(ChatOptions.TopP), options.TopP, profile.MinTopP, profile.MaxTopP, raw);

        if (options.MaxOutputTokens is { } limit && !raw.Has("max_tokens") && !raw.Has("max_completion_tokens"))
        {
            writer.WriteNumber(profile.MaxTokensField, limit);
        }

        WritePenalty(writer, request, "frequency_penalty", nameof(ChatOptions.FrequencyPenalty), options.FrequencyPenalty, raw);
        WritePenalty(writer, request, "presence_penalty", nameof(ChatOptions.PresencePenalty), options.PresencePenalty, raw);
        WriteOptional(writer, request, profile.SeedField, nameof(ChatOptions.Seed), options.Seed, raw);
        WriteOptional(writer, request, profile.TopKField, nameof(ChatOptions.TopK), TopKOf(request, options), raw);
        WriteStop(writer, request, options, raw);
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatRequest request, string field, string setting, float? value, float? min, float? max, in RawMembers raw)
    {
        if (value is not { } number || raw.Has(field))
        {
            return;
        }

        if (!request.Profile.Sampling)
        {
            request.Warnings.NotHonoured(setting, "The model has no such setting.");
            return;
        }

        if (number > max || number < min)
        {
            request.Warnings.Adjusted(setting, "The provider takes no such value; the nearest that it takes was sent.");
            number = Math.Clamp(number, min ?? float.MinValue, max ?? float.MaxValue);
        }

        writer.WritePropertyName(field);
        JsonWrite.Number(writer, number);
    }

    private static int? TopKOf(ChatRequest request, ChatOptions options)
    {
        if (options.TopK > request.Profile.MaxTopK)
        {
            request.Warnings.Adjusted(nameof(ChatOptions.TopK), "The provider takes no such value; the nearest that it takes was sent.");
            return request.Profile.MaxTopK;
        }

        return options.TopK;
    }

    private static void WriteStop(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        if (options.StopSequences is not { Count: > 0 } stops || raw.Has("stop"))
        {
            return;
        }

        if (!request.Profile.Stop)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.StopSequences), "The provider has no such setting.");
            return;
        }

        var taken = TakenStops(request, stops);
        if (taken.Count == 0)
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

    /// <summary>The stop sequences that the server takes: so many, and not too long ones.</summary>
    private static IList<string> TakenStops(ChatRequest request, IList<string> stops)
    {
        var profile = request.Profile;
        if (profile.MaxStops is null && profile.MaxStopBytes is null)
        {
            return stops;
        }

        string[] taken = [.. stops.Where(stop => !(Encoding.UTF8.GetByteCount(stop) > profile.MaxStopBytes)).Take(profile.MaxStops ?? int.MaxValue)];
        if (taken.Length < stops.Count)
        {
            request.Warnings.Adjusted(nameof(ChatOptions.StopSequences), "The provider takes fewer or shorter ones; those that it takes were sent.");
        }

        return taken;
    }

    private static void WritePenalty(Utf8JsonWriter writer, ChatRequest request, string field, string setting, float? value, in RawMembers raw)
    {
        if (value is not { } penalty || raw.Has(field))
        {
            return;
        }

        if (!request.Profile.Penalties)
        {
            request.Warnings.NotHonoured(setting, "The provider knows no penalties.");
            return;
        }

        writer.WritePropertyName(field);
        JsonWrite.Number(writer, penalty);
    }

    private static void WriteOptional(Utf8JsonWriter writer, ChatRequest request, string? field, string setting, long? value, in RawMembers raw)
    {
        if (value is not { } number)
        {
            return;
        }

        if (field is null)
        {
            request.Warnings.NotHonoured(setting, "The provider has no such setting.");
        }
        else if (!raw.Has(field))
        {
            writer.WriteNumber(field, number);
        }
    }

    private static void WriteResponseFormat(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        if (options.ResponseFormat is null || raw.Has("response_format"))
        {
            return;
        }

        if (request.Profile.Prefill is { InJsonMode: false } && OpenAIPrefill.MarkOf(request) is not null && options.ResponseFormat is ChatResponseFormatJson { Schema: null })
        {
            // moonshot.md §3: the two must not be combined
            request.Warnings.NotHonoured(nameof(ChatOptions.ResponseFormat), "The provider can't continue a given beginning in JSON mode.");
            return;
        }

        if (!request.Profile.JsonObject && options.ResponseFormat is ChatResponseFormatJson { Schema: var asked } && (asked is null || !request.Profile.JsonSchema))
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ResponseFormat), "The provider can't be told to answer in JSON like this.");
            return;
        }

        writer.WriteStartObject("response_format"u8);
        if (options.ResponseFormat is not ChatResponseFormatJson json)
        {
            writer.WriteString("type"u8, "text"u8);
        }
        else if (json.Schema is { } schema && request.Profile.JsonSchema)
        {
            WriteSchema(writer, request, options, json, schema);
        }
        else
        {
            if (json.Schema is not null)
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.ResponseFormat), "The provider takes no schema; plain JSON was asked for.");
            }

            writer.WriteString("type"u8, "json_object"u8);
        }

        writer.WriteEndObject();
    }

    private static void WriteSchema(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, ChatResponseFormatJson json, JsonElement schema)
    {
        var strict = OpenAISchema.StrictOf(options.AdditionalProperties);
        if (request.Profile.TypedBranches)
        {
            schema = MoonshotSchema.Transform(schema);
        }

        writer.WriteString("type"u8, "json_schema"u8);
        writer.WriteStartObject("json_schema"u8);
        writer.WriteString("name"u8, OpenAISchema.NameOf(json.SchemaName));
        if (json.SchemaDescription is not null)
        {
            writer.WriteString("description"u8, json.SchemaDescription);
        }

        writer.WritePropertyName("schema"u8);
        OpenAISchema.Write(writer, strict == true ? OpenAISchema.Strict(schema) : schema, request.Profile.SchemaKeyword);
        if (strict is { } flag)
        {
            writer.WriteBoolean("strict"u8, flag);
        }

        writer.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        if (options.Reasoning is not { } reasoning)
        {
            return;
        }

        if (reasoning.Effort is { } effort)
        {
            OpenAIReasoning.WriteEffort(writer, request, effort, raw);
        }

        if (reasoning.Output is ReasoningOutput.Summary)
        {
            request.Warnings.NotHonoured("Reasoning.Output", "Chat completions can't ask for a summary of the reasoning.");
        }
    }

    private static void ReportUnsupported(ChatRequest request, ChatOptions options)
    {
        if (options.ConversationId is not null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ConversationId), "Chat completions keep no conversations; send the history.");
        }

        if (options.ContinuationToken is not null || options.AllowBackgroundResponses == true)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.AllowBackgroundResponses), "Chat completions have no background responses.");
        }
    }
}
