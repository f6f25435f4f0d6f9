using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Anthropic;

/// <summary>A whole message.</summary>
internal static class AnthropicAnswerWriter
{
    public static JsonObject Write(ChatAnswer answer)
    {
        var content = new JsonArray();

        if (answer.ReasoningPieces.Count > 0)
        {
            content.Add(new JsonObject { ["type"] = "thinking", ["thinking"] = answer.Reasoning, ["signature"] = AnthropicSignature.Of(answer.Reasoning) });
        }

        if (answer.TextPieces.Count > 0)
        {
            content.Add(new JsonObject { ["type"] = "text", ["text"] = answer.Text });
        }

        foreach (var call in answer.Calls)
        {
            content.Add(ToolUse(call, WireJson.ParseObjectOrEmpty(call.ArgumentsJson)));
        }

        return Message(answer, content, StopReason(answer), WithReasoning(Usage(answer.Usage, answer.Usage.OutputTokens), answer.Usage));
    }

    public static JsonObject Message(ChatAnswer answer, JsonArray content, string? stopReason, JsonObject usage) => new()
    {
        ["model"] = answer.Model,
        ["id"] = answer.Id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["stop_details"] = null,
        ["usage"] = usage,
    };

    public static JsonObject ToolUse(AnsweredCall call, JsonObject input) => new()
    {
        ["type"] = "tool_use",
        ["id"] = call.Id,
        ["name"] = call.Name,
        ["input"] = input,
        ["caller"] = new JsonObject { ["type"] = "direct" },
    };

    public static string StopReason(ChatAnswer answer)
        => answer.FinishReason ?? (answer.Calls.Count > 0 ? "tool_use" : "end_turn");

    /// <summary>Anthropic's input excludes what was read from and written to the cache.</summary>
    public static JsonObject Usage(FakeUsage usage, int outputTokens) => new()
    {
        ["input_tokens"] = PlainInput(usage),
        ["cache_creation_input_tokens"] = usage.CacheWriteTokens,
        ["cache_read_input_tokens"] = usage.CachedInputTokens,
        ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = usage.CacheWriteTokens, ["ephemeral_1h_input_tokens"] = 0 },
        ["output_tokens"] = outputTokens,
        ["service_tier"] = "standard",
        ["inference_geo"] = "not_available",
    };

    public static JsonObject LastUsage(FakeUsage usage)
    {
        var last = new JsonObject
        {
            ["input_tokens"] = PlainInput(usage),
            ["cache_creation_input_tokens"] = usage.CacheWriteTokens,
            ["cache_read_input_tokens"] = usage.CachedInputTokens,
            ["output_tokens"] = usage.OutputTokens,
        };

        return WithReasoning(last, usage);
    }

    private static JsonObject WithReasoning(JsonObject json, FakeUsage usage)
    {
        if (usage.ReasoningTokens > 0)
        {
            json["output_tokens_details"] = new JsonObject { ["thinking_tokens"] = usage.ReasoningTokens };
        }

        return json;
    }

    private static int PlainInput(FakeUsage usage) => usage.InputTokens - usage.CachedInputTokens - usage.CacheWriteTokens;
}
