using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Spark;

/// <summary>The frames of an answer (spark.md §5): status 0, 1, 2, numbered, the usage in the last. A short answer is one frame of status 2.</summary>
internal sealed class SparkFrameWriter(ChatAnswer answer)
{
    public IEnumerable<StreamFrame> Frames()
    {
        JsonObject[] texts = [.. Texts()];

        if (texts.Length == 0)
        {
            yield return new(Frame(Text(""), 0, 2, withUsage: true), FrameRole.Ending);
        }

        for (var i = 0; i < texts.Length; i++)
        {
            var status = i == 0 ? 0 : 1;
            var isLast = i == texts.Length - 1;

            yield return isLast
                ? new(Frame(texts[i], i, 2, withUsage: true), FrameRole.Content, Frame(texts[i], i, status, withUsage: false))
                : new(Frame(texts[i], i, status, withUsage: false), FrameRole.Content);
        }
    }

    private IEnumerable<JsonObject> Texts()
    {
        foreach (var piece in answer.ReasoningPieces)
        {
            yield return new() { ["reasoning_content"] = piece, ["content"] = "", ["role"] = "assistant", ["index"] = 0 };
        }

        foreach (var piece in answer.TextPieces)
        {
            yield return Text(piece);
        }

        // One call an answer is all that the vendor makes, in one frame.
        if (answer.Calls is [var call, ..])
        {
            yield return new()
            {
                ["content"] = "",
                ["role"] = "assistant",
                ["content_type"] = "text",
                ["function_call"] = new JsonObject { ["arguments"] = call.ArgumentsJson, ["name"] = call.Name },
                ["index"] = 0,
            };
        }
    }

    private static JsonObject Text(string content) => new() { ["content"] = content, ["role"] = "assistant", ["index"] = 0 };

    private byte[] Frame(JsonObject text, int sequence, int status, bool withUsage)
    {
        var payload = new JsonObject
        {
            ["choices"] = new JsonObject { ["status"] = status, ["seq"] = sequence, ["text"] = new JsonArray(text.DeepClone()) },
        };

        if (withUsage)
        {
            payload["usage"] = new JsonObject { ["text"] = Usage(answer.Usage) };
        }

        return WireJson.ToUtf8(new JsonObject
        {
            ["header"] = new JsonObject { ["code"] = 0, ["message"] = "Success", ["sid"] = answer.Id, ["status"] = status },
            ["payload"] = payload,
        });
    }

    private static JsonObject Usage(FakeUsage usage) => new()
    {
        ["question_tokens"] = Math.Max(0, usage.InputTokens - 1),
        ["prompt_tokens"] = usage.InputTokens,
        ["completion_tokens"] = usage.OutputTokens,
        ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
    };
}
