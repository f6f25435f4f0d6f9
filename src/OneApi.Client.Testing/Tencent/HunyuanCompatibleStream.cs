using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>A stream of the compatible surface: role and an empty <c>reasoning_content</c> in every chunk, the note at its end, and arguments of a call in one piece behind its name.</summary>
internal static class HunyuanCompatibleStream
{
    public const string Note = "以上内容为AI生成，不代表开发者立场，请勿删除或修改本标记";

    public static IEnumerable<StreamFrame> Write(ChatAnswer answer, bool withUsage)
    {
        foreach (var piece in answer.ReasoningPieces)
        {
            yield return new(Chunk(answer, Delta("", piece)), FrameRole.Content);
        }

        foreach (var piece in answer.TextPieces)
        {
            yield return new(Chunk(answer, Delta(piece)), FrameRole.Content);
        }

        for (var i = 0; i < answer.Calls.Count; i++)
        {
            yield return new(Chunk(answer, CallDelta(answer.Calls[i], i, answer.Calls[i].Name, "")), FrameRole.Content);
            yield return new(Chunk(answer, CallDelta(answer.Calls[i], i, "", answer.Calls[i].ArgumentsJson)), FrameRole.Content);
        }

        yield return new(Chunk(answer, Delta(""), OpenAIAnswerWriter.FinishReason(answer)), FrameRole.Ending);

        if (withUsage)
        {
            yield return new(Event(answer, [], OpenAIAnswerWriter.Usage(answer.Usage)), FrameRole.Ending);
        }

        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private static JsonObject Delta(string content, string reasoning = "") => new() { ["role"] = "assistant", ["content"] = content, ["reasoning_content"] = reasoning };

    private static JsonObject CallDelta(AnsweredCall call, int index, string name, string arguments)
    {
        var delta = Delta("");
        delta["tool_calls"] = new JsonArray(new JsonObject
        {
            ["id"] = call.Id,
            ["index"] = index,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments },
        });
        return delta;
    }

    private static byte[] Chunk(ChatAnswer answer, JsonObject delta, string? finishReason = null)
        => Event(answer, new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason }), null);

    private static byte[] Event(ChatAnswer answer, JsonArray choices, JsonObject? usage)
    {
        var chunk = new JsonObject
        {
            ["id"] = answer.Id,
            ["object"] = "chat.completion.chunk",
            ["created"] = answer.CreatedUnixSeconds,
            ["model"] = answer.Model,
            ["system_fingerprint"] = "",
            ["choices"] = choices,
            ["note"] = Note,
        };

        if (usage is not null)
        {
            chunk["usage"] = usage;
        }

        return OpenAIStreamWriter.Data(chunk);
    }
}
