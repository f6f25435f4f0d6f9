using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>Native answers: whole inside <c>Response</c>; streamed without it, with usage in every event and no end mark.</summary>
internal static class HunyuanAnswers
{
    private const string Note = "以上内容为AI生成，不代表开发者立场，请勿删除或修改本标记";

    public static JsonObject Whole(ChatAnswer answer, string requestId)
    {
        var message = new JsonObject { ["Role"] = "assistant", ["Content"] = answer.Text };

        if (answer.ReasoningPieces.Count > 0)
        {
            message["ReasoningContent"] = answer.Reasoning;
        }

        if (answer.Calls.Count > 0)
        {
            message["ToolCalls"] = new JsonArray([.. answer.Calls.Select(static (call, index) => Call(call.Id, call.Name, call.ArgumentsJson, index))]);
        }

        return new()
        {
            ["Response"] = new JsonObject
            {
                ["RequestId"] = requestId,
                ["Note"] = Note,
                ["Choices"] = new JsonArray(new JsonObject { ["Index"] = 0, ["Message"] = message, ["FinishReason"] = FinishReason(answer) }),
                ["Created"] = answer.CreatedUnixSeconds,
                ["Id"] = answer.Id,
                ["Usage"] = Usage(answer, answer.Usage.OutputTokens),
            },
        };
    }

    public static IEnumerable<StreamFrame> Stream(ChatAnswer answer)
    {
        var tokens = 0;

        foreach (var piece in answer.ReasoningPieces)
        {
            tokens += FakeUsage.Count(piece);
            yield return new(Event(answer, new() { ["Role"] = "assistant", ["Content"] = "", ["ReasoningContent"] = piece }, "", tokens), FrameRole.Content);
        }

        foreach (var piece in answer.TextPieces)
        {
            tokens += FakeUsage.Count(piece);
            yield return new(Event(answer, new() { ["Role"] = "assistant", ["Content"] = piece }, "", tokens), FrameRole.Content);
        }

        for (var i = 0; i < answer.Calls.Count; i++)
        {
            var call = answer.Calls[i];
            yield return new(Event(answer, CallDelta(Call(call.Id, call.Name, "", i)), "", tokens), FrameRole.Content);
            yield return new(Event(answer, CallDelta(Call(call.Id, "", call.ArgumentsJson, i)), "", tokens), FrameRole.Content);
        }

        yield return new(Event(answer, new() { ["Role"] = "assistant", ["Content"] = "" }, FinishReason(answer), answer.Usage.OutputTokens), FrameRole.Ending);
    }

    /// <summary>An error inside a stream stands beside the choices.</summary>
    public static byte[] ErrorEvent(string message, int code)
        => OpenAIStreamWriter.Data(new JsonObject { ["Note"] = Note, ["Choices"] = new JsonArray(), ["ErrorMsg"] = new JsonObject { ["Msg"] = message, ["Code"] = code } });

    private static JsonObject CallDelta(JsonObject call) => new() { ["Role"] = "assistant", ["Content"] = "", ["ToolCalls"] = new JsonArray(call) };

    private static JsonObject Call(string id, string name, string arguments, int index) => new()
    {
        ["Id"] = id,
        ["Type"] = "function",
        ["Function"] = new JsonObject { ["Name"] = name, ["Arguments"] = arguments },
        ["Index"] = index,
    };

    private static byte[] Event(ChatAnswer answer, JsonObject delta, string finishReason, int outputTokens) => OpenAIStreamWriter.Data(new JsonObject
    {
        ["Note"] = Note,
        ["Choices"] = new JsonArray(new JsonObject { ["FinishReason"] = finishReason, ["Delta"] = delta }),
        ["Created"] = answer.CreatedUnixSeconds,
        ["Id"] = answer.Id,
        ["Usage"] = Usage(answer, outputTokens),
    });

    private static string FinishReason(ChatAnswer answer) => answer.FinishReason ?? (answer.Calls.Count > 0 ? "tool_calls" : "stop");

    private static JsonObject Usage(ChatAnswer answer, int outputTokens)
    {
        var usage = new JsonObject
        {
            ["PromptTokens"] = answer.Usage.InputTokens,
            ["CompletionTokens"] = outputTokens,
            ["TotalTokens"] = answer.Usage.InputTokens + outputTokens,
        };

        if (answer.Usage.CachedInputTokens > 0)
        {
            usage["PromptTokensDetails"] = new JsonObject { ["CachedTokens"] = FormattableString.Invariant($"{answer.Usage.CachedInputTokens}") }; // a string
        }

        return usage;
    }
}
