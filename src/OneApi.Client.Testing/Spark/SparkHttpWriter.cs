using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Spark;

/// <summary>Answers over HTTP (spark.md §6): nearly OpenAI's shape, without finish reason, object and model, and without a space behind <c>data:</c>.</summary>
internal sealed class SparkHttpWriter(ChatAnswer answer, JsonElement request)
{
    private bool CallsAreList => request.Member("tool_calls_switch").IsTrue();

    public JsonObject Whole()
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer.Text };
        AddRest(message);

        return new()
        {
            ["code"] = 0,
            ["message"] = "Success",
            ["sid"] = answer.Id,
            ["choices"] = new JsonArray(new JsonObject { ["message"] = message, ["index"] = 0 }),
            ["usage"] = Usage(),
        };
    }

    public IEnumerable<StreamFrame> Frames()
    {
        foreach (var piece in answer.ReasoningPieces)
        {
            yield return Content(new() { ["role"] = "assistant", ["content"] = "", ["reasoning_content"] = piece });
        }

        foreach (var piece in answer.TextPieces)
        {
            yield return Content(new() { ["role"] = "assistant", ["content"] = piece });
        }

        if (answer.Calls.Count > 0)
        {
            yield return Content(new() { ["role"] = "assistant", ["content"] = "", ["tool_calls"] = Calls() });
        }

        yield return new(Chunk(new() { ["role"] = "assistant", ["content"] = "" }, Usage()), FrameRole.Ending);
        yield return new("data:[DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    public static byte[] Data(JsonObject data) => [.. "data:"u8, .. WireJson.ToUtf8(data), .. "\n\n"u8];

    private StreamFrame Content(JsonObject delta) => new(Chunk(delta, null), FrameRole.Content);

    private byte[] Chunk(JsonObject delta, JsonObject? usage)
    {
        var chunk = new JsonObject
        {
            ["code"] = 0,
            ["message"] = "Success",
            ["sid"] = answer.Id,
            ["id"] = answer.Id,
            ["created"] = answer.CreatedUnixSeconds,
            ["choices"] = new JsonArray(new JsonObject { ["delta"] = delta, ["index"] = 0 }),
        };

        if (usage is not null)
        {
            chunk["usage"] = usage;
        }

        return Data(chunk);
    }

    private void AddRest(JsonObject message)
    {
        if (answer.ReasoningPieces.Count > 0)
        {
            message["reasoning_content"] = answer.Reasoning;
        }

        if (answer.Calls.Count > 0)
        {
            message["tool_calls"] = Calls();
        }
    }

    /// <summary>An object, unless the request has switched the list on.</summary>
    private JsonNode Calls()
        => CallsAreList ? new JsonArray([.. answer.Calls.Select(static (call, index) => Call(call, index))]) : Call(answer.Calls[0], 0);

    private static JsonObject Call(AnsweredCall call, int index) => new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject { ["arguments"] = call.ArgumentsJson, ["name"] = call.Name },
        ["id"] = call.Id,
        ["index"] = index,
    };

    private JsonObject Usage() => new()
    {
        ["prompt_tokens"] = answer.Usage.InputTokens,
        ["completion_tokens"] = answer.Usage.OutputTokens,
        ["total_tokens"] = answer.Usage.InputTokens + answer.Usage.OutputTokens,
    };
}
