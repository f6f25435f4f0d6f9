using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>A whole chat completion.</summary>
internal static class OpenAIAnswerWriter
{
    public static JsonObject Write(ChatAnswer answer) => new()
    {
        ["id"] = answer.Id,
        ["object"] = "chat.completion",
        ["created"] = answer.CreatedUnixSeconds,
        ["model"] = answer.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = Message(answer),
            ["logprobs"] = null,
            ["finish_reason"] = FinishReason(answer),
        }),
        ["usage"] = Usage(answer.Usage),
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_fake",
    };

    public static string FinishReason(ChatAnswer answer)
        => answer.FinishReason ?? (answer.Calls.Count > 0 ? "tool_calls" : "stop");

    public static JsonObject Usage(FakeUsage usage)
    {
        var promptDetails = new JsonObject { ["cached_tokens"] = usage.CachedInputTokens, ["audio_tokens"] = 0 };

        if (usage.CacheWriteTokens > 0)
        {
            promptDetails["cache_write_tokens"] = usage.CacheWriteTokens;
        }

        return new JsonObject
        {
            ["prompt_tokens"] = usage.InputTokens,
            ["completion_tokens"] = usage.OutputTokens,
            ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
            ["prompt_tokens_details"] = promptDetails,
            ["completion_tokens_details"] = new JsonObject
            {
                ["reasoning_tokens"] = usage.ReasoningTokens,
                ["audio_tokens"] = 0,
                ["accepted_prediction_tokens"] = 0,
                ["rejected_prediction_tokens"] = 0,
            },
        };
    }

    private static JsonObject Message(ChatAnswer answer)
    {
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = answer.Text.Length == 0 && answer.Calls.Count > 0 ? null : answer.Text,
        };

        if (answer.ReasoningPieces.Count > 0)
        {
            message["reasoning_content"] = answer.Reasoning;
        }

        if (answer.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. answer.Calls.Select(static call => Call(call))]);
        }

        message["refusal"] = null;
        message["annotations"] = new JsonArray();
        return message;
    }

    private static JsonObject Call(AnsweredCall call) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.ArgumentsJson },
    };
}
