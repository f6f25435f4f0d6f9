using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Volcengine;

/// <summary>A stream of Ark's: choices first, the role on every delta, no finish reason until the last chunk, and calls whole in one chunk together with it.</summary>
internal static class DoubaoStream
{
    /// <param name="answer">The answer.</param>
    /// <param name="withUsage">Whether a chunk of usage ends it.</param>
    /// <param name="botMembers">What a bot adds to its last chunk in the place of usage; <see langword="null"/> for a model.</param>
    public static IEnumerable<StreamFrame> Write(ChatAnswer answer, bool withUsage, JsonObject? botMembers)
    {
        foreach (var piece in answer.ReasoningPieces)
        {
            yield return new(Chunk(answer, new() { ["content"] = "", ["reasoning_content"] = piece, ["role"] = "assistant" }), FrameRole.Content);
        }

        foreach (var piece in answer.TextPieces)
        {
            yield return new(Chunk(answer, new() { ["content"] = piece, ["role"] = "assistant" }), FrameRole.Content);
        }

        if (answer.Calls.Count > 0)
        {
            yield return new(
                Chunk(answer, Calls(answer), OpenAIAnswerWriter.FinishReason(answer)),
                FrameRole.Content,
                Unfinished: Chunk(answer, Calls(answer)));
        }
        else
        {
            yield return new(Chunk(answer, new() { ["content"] = "", ["role"] = "assistant" }, OpenAIAnswerWriter.FinishReason(answer)), FrameRole.Ending);
        }

        if (botMembers is not null)
        {
            yield return new(Event(answer, [], usage: null, botMembers), FrameRole.Ending);
        }
        else if (withUsage)
        {
            yield return new(Event(answer, [], DoubaoAnswers.Usage(answer.Usage)), FrameRole.Ending);
        }

        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private static JsonObject Calls(ChatAnswer answer) => new()
    {
        ["content"] = "",
        ["reasoning_content"] = "",
        ["role"] = "assistant",
        ["tool_calls"] = new JsonArray([.. answer.Calls.Select(static (call, index) => new JsonObject
        {
            ["function"] = new JsonObject { ["arguments"] = call.ArgumentsJson, ["name"] = call.Name },
            ["id"] = call.Id,
            ["index"] = index,
            ["type"] = "function",
        })]),
    };

    private static byte[] Chunk(ChatAnswer answer, JsonObject delta, string? finishReason = null)
    {
        var choice = new JsonObject { ["delta"] = delta };

        if (finishReason is not null)
        {
            choice["finish_reason"] = finishReason;
        }

        choice["index"] = 0;
        return Event(answer, new JsonArray(choice), usage: null);
    }

    private static byte[] Event(ChatAnswer answer, JsonArray choices, JsonObject? usage, JsonObject? more = null)
    {
        var chunk = new JsonObject
        {
            ["choices"] = choices,
            ["created"] = answer.CreatedUnixSeconds,
            ["id"] = answer.Id,
            ["model"] = answer.Model,
            ["service_tier"] = "default",
            ["object"] = "chat.completion.chunk",
            ["usage"] = usage,
        };

        foreach (var (name, value) in more ?? [])
        {
            chunk[name] = value?.DeepClone();
        }

        return OpenAIStreamWriter.Data(chunk);
    }
}
