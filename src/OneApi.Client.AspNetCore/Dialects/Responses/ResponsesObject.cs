using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>The object <c>response</c>: what came of a call, and what was asked (protocols/openai-responses.md §4).</summary>
internal sealed class ResponsesObject(ResponsesSettings settings, string? model, DateTimeOffset createdAt)
{
    private const int TokenLength = 50;

    private readonly string _id = "resp_" + RandomNumberGenerator.GetHexString(TokenLength, lowercase: true);

    public string Status { get; private set; } = ResponsesItemWriter.InProgress;

    public DateTimeOffset? CompletedAt { get; private set; }

    public string? IncompleteReason { get; private set; }

    public EndpointError? Error { get; private set; }

    /// <summary>Gets or sets the usage; null before it is known.</summary>
    public UsageDetails? Usage { get; set; }

    /// <summary>Ends it.</summary>
    /// <returns>True when the answer is whole.</returns>
    public bool Complete(ChatFinishReason? finish, UsageDetails? usage, DateTimeOffset now)
    {
        Usage = usage ?? new();
        IncompleteReason = finish == ChatFinishReason.Length ? "max_output_tokens" : finish == ChatFinishReason.ContentFilter ? "content_filter" : null;
        if (IncompleteReason is not null)
        {
            Status = ResponsesItemWriter.Incomplete;
            return false;
        }

        Status = ResponsesItemWriter.Completed;
        CompletedAt = now;
        return true;
    }

    public void Fail(EndpointError error)
    {
        Status = "failed";
        Error = error;
    }

    /// <summary>Writes it with these items, as the items of a JSON array.</summary>
    public void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> items)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, _id);
        writer.WriteString("object"u8, "response"u8);
        writer.WriteNumber("created_at"u8, createdAt.ToUnixTimeSeconds());
        writer.WriteString("status"u8, Status);
        writer.WriteBoolean("background"u8, false);
        WriteNumber(writer, "completed_at"u8, CompletedAt?.ToUnixTimeSeconds());
        WriteError(writer);
        writer.WriteNumber("frequency_penalty"u8, 0);
        WriteIncompleteDetails(writer);
        writer.WriteString("instructions"u8, settings.Instructions);
        WriteNumber(writer, "max_output_tokens"u8, settings.MaxOutputTokens);
        WriteNumber(writer, "max_tool_calls"u8, settings.MaxToolCalls);
        writer.WriteString("model"u8, model ?? settings.Model);
        writer.WriteNull("moderation"u8);
        writer.WritePropertyName("output"u8);
        ResponsesItemWriter.WriteArray(writer, items);
        writer.WriteBoolean("parallel_tool_calls"u8, settings.ParallelToolCalls);
        writer.WriteNumber("presence_penalty"u8, 0);
        writer.WriteNull("previous_response_id"u8);
        writer.WriteString("prompt_cache_key"u8, settings.PromptCacheKey);
        writer.WriteString("prompt_cache_retention"u8, settings.PromptCacheRetention);
        writer.WriteStartObject("reasoning"u8);
        writer.WriteString("effort"u8, settings.ReasoningEffort);
        writer.WriteString("summary"u8, settings.ReasoningSummary);
        writer.WriteEndObject();
        writer.WriteString("safety_identifier"u8, settings.SafetyIdentifier);
        writer.WriteString("service_tier"u8, settings.ServiceTier);
        writer.WriteBoolean("store"u8, false);
        writer.WriteNumber("temperature"u8, settings.Temperature);
        WriteText(writer);
        WriteChoice(writer);
        WriteTools(writer);
        writer.WriteNumber("top_logprobs"u8, settings.TopLogprobs);
        writer.WriteNumber("top_p"u8, settings.TopP);
        writer.WriteString("truncation"u8, "disabled"u8);
        WriteUsage(writer);
        writer.WriteString("user"u8, settings.User);
        WriteElement(writer, "metadata"u8, settings.Metadata, "{}"u8);
        writer.WriteEndObject();
    }

    /// <summary>The code that an error has on this wire.</summary>
    public static string CodeOf(EndpointError error) => error.Code ?? (error.Status == 429 ? "rate_limit_exceeded" : error.Status >= 500 ? "server_error" : "invalid_prompt");

    /// <summary>The place of an error in this wire's words: what other wires call messages is the input here.</summary>
    public static string? PlaceOf(EndpointError error) => error.Param is "messages" ? "input" : error.Param;

    private void WriteError(Utf8JsonWriter writer)
    {
        if (Error is null)
        {
            writer.WriteNull("error"u8);
            return;
        }

        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, CodeOf(Error));
        writer.WriteString("message"u8, Error.Message);
        writer.WriteEndObject();
    }

    private void WriteIncompleteDetails(Utf8JsonWriter writer)
    {
        if (IncompleteReason is null)
        {
            writer.WriteNull("incomplete_details"u8);
            return;
        }

        writer.WriteStartObject("incomplete_details"u8);
        writer.WriteString("reason"u8, IncompleteReason);
        writer.WriteEndObject();
    }

    private void WriteText(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("text"u8);
        WriteElement(writer, "format"u8, settings.TextFormat, """{"type":"text"}"""u8);
        writer.WriteString("verbosity"u8, settings.Verbosity);
        writer.WriteEndObject();
    }

    private void WriteChoice(Utf8JsonWriter writer) => WriteElement(writer, "tool_choice"u8, settings.ToolChoice, "\"auto\""u8);

    /// <summary>Functions have <c>strict</c> and <c>parameters</c> in answers, whether they were given or not.</summary>
    private void WriteTools(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("tools"u8);
        foreach (var tool in settings.Tools?.EnumerateArray() ?? default)
        {
            if (!tool.GetProperty("type"u8).ValueEquals("function"u8))
            {
                tool.WriteTo(writer);
                continue;
            }

            writer.WriteStartObject();
            foreach (var member in tool.EnumerateObject())
            {
                member.WriteTo(writer);
            }

            if (!tool.TryGetProperty("parameters"u8, out _))
            {
                writer.WriteNull("parameters"u8);
            }

            if (!tool.TryGetProperty("strict"u8, out _))
            {
                writer.WriteBoolean("strict"u8, false);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteUsage(Utf8JsonWriter writer)
    {
        if (Usage is not { } usage)
        {
            writer.WriteNull("usage"u8);
            return;
        }

        var input = usage.InputTokenCount ?? 0;
        var output = usage.OutputTokenCount ?? 0;
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, input);
        writer.WriteStartObject("input_tokens_details"u8);
        writer.WriteNumber("cached_tokens"u8, usage.CachedInputTokenCount ?? 0);
        writer.WriteNumber("cache_write_tokens"u8, usage.AdditionalCounts is { } counts && counts.TryGetValue(UsageCounts.CacheWrites, out var written) ? written : 0);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens"u8, output);
        writer.WriteStartObject("output_tokens_details"u8);
        writer.WriteNumber("reasoning_tokens"u8, usage.ReasoningTokenCount ?? 0);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens"u8, usage.TotalTokenCount ?? (input + output));
        writer.WriteEndObject();
    }

    private static void WriteElement(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? element, ReadOnlySpan<byte> otherwise)
    {
        writer.WritePropertyName(name);
        if (element is { } given)
        {
            given.WriteTo(writer);
        }
        else
        {
            writer.WriteRawValue(otherwise, skipInputValidation: true);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
