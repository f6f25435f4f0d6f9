using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes the body of a message request (protocols/anthropic.md §2).</summary>
internal static class AnthropicRequestWriter
{
    private const string OutputConfig = "output_config";

    /// <summary>Additional properties that are read here and are no members of the body.</summary>
    private static readonly string[] Consumed = [AnthropicHeaders.Beta, AnthropicSchema.StrictProperty];

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var raw = new RawMembers(request.Raw, request.Options?.AdditionalProperties, Consumed);
        var model = AnthropicModel.Of(request.Model);
        var thinking = AnthropicThinking.Of(request, model, raw);

        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        WriteMaxTokens(writer, request, model, thinking, raw);
        if (!raw.Has("system"))
        {
            AnthropicSystemWriter.Write(writer, request);
        }

        if (!raw.Has("messages"))
        {
            AnthropicMessageWriter.Write(writer, request);
        }

        if (request.Streaming)
        {
            writer.WriteBoolean("stream"u8, true);
        }

        if (request.Options is { } options)
        {
            AnthropicSamplingWriter.Write(writer, request, options, model, thinking, raw);
            AnthropicToolWriter.Write(writer, request, options, model, raw);
            ReportUnsupported(request, options);
        }

        thinking.Write(writer);
        if (raw.Has(OutputConfig) && AnthropicRaw.ObjectOf(request, OutputConfig) is null)
        {
            raw.WriteAll(writer, "model", "stream"); // whatever it is, it is the caller's
        }
        else
        {
            WriteOutputConfig(writer, request, thinking);
            raw.WriteAll(writer, "model", "stream", OutputConfig);
        }

        writer.WriteEndObject();
    }

    private static void WriteMaxTokens(Utf8JsonWriter writer, ChatRequest request, AnthropicModel model, AnthropicThinking thinking, in RawMembers raw)
    {
        if (raw.Has("max_tokens"))
        {
            return;
        }

        // The budget is part of the limit and must stay below it.
        var limit = request.Options?.MaxOutputTokens;
        var value = limit ?? model.DefaultMaxTokens;
        if (thinking.Budget > 0 && (limit is null || value <= thinking.Budget))
        {
            value = Math.Min(value + thinking.Budget, model.MaxTokens);
            if (limit is not null)
            {
                request.Warnings.Adjusted(nameof(ChatOptions.MaxOutputTokens), "It was raised above the budget for thinking that the effort asks for.");
            }
        }

        writer.WriteNumber("max_tokens"u8, value);
    }

    /// <summary>Effort and format share an object with what the caller put there, which wins member by member.</summary>
    private static void WriteOutputConfig(Utf8JsonWriter writer, ChatRequest request, AnthropicThinking thinking)
    {
        var given = AnthropicRaw.ObjectOf(request, OutputConfig);
        var schema = (request.Options?.ResponseFormat as ChatResponseFormatJson)?.Schema;
        if (given is null && thinking.Effort is null && schema is null)
        {
            return;
        }

        writer.WriteStartObject("output_config"u8);
        if (thinking.Effort is not null && given?.ContainsKey("effort") != true)
        {
            writer.WriteString("effort"u8, thinking.Effort);
        }

        if (schema is { } wanted && given?.ContainsKey("format") != true)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WritePropertyName("schema"u8);
            AnthropicSchema.WriteStrict(writer, wanted, ((ChatResponseFormatJson)request.Options!.ResponseFormat!).SchemaDescription);
            writer.WriteEndObject();
        }

        foreach (var (name, value) in given ?? [])
        {
            writer.WritePropertyName(name);
            JsonWrite.Node(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void ReportUnsupported(ChatRequest request, ChatOptions options)
    {
        var warnings = request.Warnings;
        if (options.Seed is not null)
        {
            warnings.NotHonoured(nameof(ChatOptions.Seed), "This wire knows no seed.");
        }

        if (options.FrequencyPenalty is not null)
        {
            warnings.NotHonoured(nameof(ChatOptions.FrequencyPenalty), "This wire knows no penalties.");
        }

        if (options.PresencePenalty is not null)
        {
            warnings.NotHonoured(nameof(ChatOptions.PresencePenalty), "This wire knows no penalties.");
        }

        if (options.ResponseFormat is ChatResponseFormatJson { Schema: null })
        {
            warnings.NotHonoured(nameof(ChatOptions.ResponseFormat), "This wire has no JSON mode without a schema; give a schema, or ask for JSON in the prompt.");
        }

        if (options.ConversationId is not null)
        {
            warnings.NotHonoured(nameof(ChatOptions.ConversationId), "This wire keeps no conversations; send the history.");
        }

        if (options.ContinuationToken is not null || options.AllowBackgroundResponses == true)
        {
            warnings.NotHonoured(nameof(ChatOptions.AllowBackgroundResponses), "This wire has no background responses.");
        }
    }
}
