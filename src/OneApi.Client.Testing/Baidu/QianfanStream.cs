using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>A streamed answer of version 2 (protocols/wenxin.md §6): <c>flag</c> on every choice, a finish reason only on the last one, and usage beside it.</summary>
internal static class QianfanStream
{
    public static IEnumerable<StreamFrame> Write(ChatAnswer answer, bool withUsage)
    {
        foreach (var piece in answer.ReasoningPieces)
        {
            yield return new(Chunk(answer, new() { ["content"] = null, ["reasoning_content"] = piece }), FrameRole.Content);
        }

        foreach (var piece in answer.TextPieces)
        {
            yield return new(Chunk(answer, new() { ["content"] = piece }), FrameRole.Content);
        }

        for (var i = 0; i < answer.Calls.Count; i++)
        {
            var call = answer.Calls[i];
            yield return new(Chunk(answer, Call(new() { ["index"] = i, ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = "" } })), FrameRole.Content);

            foreach (var piece in call.Pieces)
            {
                yield return new(Chunk(answer, Call(new() { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = piece } })), FrameRole.Content);
            }
        }

        yield return new(Chunk(answer, new() { ["content"] = "" }, isLast: true, withUsage), FrameRole.Ending);
        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private static JsonObject Call(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private static byte[] Chunk(ChatAnswer answer, JsonObject delta, bool isLast = false, bool withUsage = false)
    {
        var choice = new JsonObject { ["index"] = 0, ["delta"] = delta };

        if (isLast)
        {
            choice["finish_reason"] = OpenAIAnswerWriter.FinishReason(answer);
        }

        choice["flag"] = 0;
        var chunk = new JsonObject
        {
            ["id"] = answer.Id,
            ["object"] = "chat.completion.chunk",
            ["created"] = answer.CreatedUnixSeconds,
            ["model"] = answer.Model,
            ["choices"] = new JsonArray(choice),
        };

        if (withUsage)
        {
            chunk["usage"] = QianfanWire.Usage(answer.Usage);
        }

        return OpenAIStreamWriter.Data(chunk);
    }
}
