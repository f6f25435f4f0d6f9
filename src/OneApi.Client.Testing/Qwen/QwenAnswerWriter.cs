using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Qwen;

/// <summary>Native answers, whole or a stream's event, which have one shape: choices, or only text where no <c>result_format</c> asks for more; content as an array on the multimodal endpoint.</summary>
internal sealed class QwenAnswerWriter(ChatAnswer answer, WireCall call)
{
    private readonly bool _isMultimodal = QwenPath.IsMultimodal(call.Request);
    private readonly bool _isText = call.Json.Member("parameters").Member("result_format").TextOrNull() is not "message" && !QwenPath.IsMultimodal(call.Request);

    public string Finish { get; } = OpenAIAnswerWriter.FinishReason(answer);

    public JsonObject Whole()
    {
        var calls = answer.Calls.Count == 0 ? null : new JsonArray([.. answer.Calls.Select(static (one, index) => Call(index, one.Id, one.Name, one.ArgumentsJson))]);

        return Write(answer.Text, answer.Reasoning.Length == 0 ? null : answer.Reasoning, calls, Finish, answer.Usage.OutputTokens);
    }

    public JsonObject Write(string text, string? reasoning, JsonArray? calls, string finish, int outputTokens)
    {
        var output = _isText
            ? new JsonObject { ["text"] = text, ["finish_reason"] = finish }
            : new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["message"] = Message(text, reasoning, calls), ["finish_reason"] = finish }) };

        return new JsonObject { ["output"] = output, ["usage"] = Usage(outputTokens), ["request_id"] = answer.Id };
    }

    public static JsonObject Call(int index, string id, string? name, string arguments)
    {
        var function = new JsonObject();

        if (name is not null)
        {
            function["name"] = name;
        }

        function["arguments"] = arguments;
        return new JsonObject { ["index"] = index, ["id"] = id, ["type"] = "function", ["function"] = function };
    }

    private JsonObject Message(string text, string? reasoning, JsonArray? calls)
    {
        var message = new JsonObject
        {
            ["content"] = !_isMultimodal ? text : text.Length == 0 ? new JsonArray() : new JsonArray(new JsonObject { ["text"] = text }),
        };

        if (reasoning is not null)
        {
            message["reasoning_content"] = reasoning;
        }

        if (calls is not null)
        {
            message["tool_calls"] = calls;
        }

        message["role"] = "assistant";
        return message;
    }

    private JsonObject Usage(int outputTokens)
    {
        var usage = new JsonObject
        {
            ["total_tokens"] = answer.Usage.InputTokens + outputTokens,
            ["output_tokens"] = outputTokens,
            ["input_tokens"] = answer.Usage.InputTokens,
        };

        if (answer.Usage.ReasoningTokens > 0)
        {
            usage["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = Math.Min(answer.Usage.ReasoningTokens, outputTokens) };
        }

        if (answer.Usage.CachedInputTokens > 0)
        {
            usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = answer.Usage.CachedInputTokens };
        }

        return usage;
    }
}
