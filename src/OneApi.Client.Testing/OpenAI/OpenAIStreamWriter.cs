using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>A streamed chat completion: role, reasoning, text, tool calls in fragments, finish reason, usage if asked for, <c>[DONE]</c>.</summary>
internal sealed class OpenAIStreamWriter
{
    private readonly OpenAIWire _wire;
    private readonly ChatAnswer _answer;
    private readonly bool _withUsage;
    private readonly bool _withPadding;
    private int _chunks;

    private OpenAIStreamWriter(ChatAnswer answer, JsonElement request, OpenAIWire wire)
    {
        _wire = wire;
        _answer = answer;
        _withUsage = wire.StreamsUsage(request);
        _withPadding = request.Member("stream_options").Member("include_obfuscation").ValueKind is not JsonValueKind.False;
    }

    public static IEnumerable<StreamFrame> Write(ChatAnswer answer, JsonElement request, OpenAIWire wire) => new OpenAIStreamWriter(answer, request, wire).Frames();

    public static byte[] Data(JsonObject json) => [.. "data: "u8, .. WireJson.ToUtf8(json), .. "\n\n"u8];

    private IEnumerable<StreamFrame> Frames()
    {
        var onlyCalls = _answer.Calls.Count > 0 && _answer.TextPieces.Count == 0 && _answer.ReasoningPieces.Count == 0;

        if (!onlyCalls)
        {
            yield return new(Delta(new() { ["role"] = "assistant", ["content"] = "", ["refusal"] = null }), FrameRole.Structure);
        }

        foreach (var piece in _answer.ReasoningPieces)
        {
            yield return new(Delta(new() { ["reasoning_content"] = piece }), FrameRole.Content);
        }

        foreach (var piece in _answer.TextPieces)
        {
            yield return new(Delta(new() { ["content"] = piece }), FrameRole.Content);
        }

        for (var i = 0; i < _answer.Calls.Count; i++)
        {
            yield return new(Delta(CallStart(i, withRole: onlyCalls && i == 0)), FrameRole.Content);

            foreach (var piece in _answer.Calls[i].Pieces)
            {
                yield return new(Delta(CallFragment(i, piece)), FrameRole.Content);
            }
        }

        yield return new(Delta([], OpenAIAnswerWriter.FinishReason(_answer)), FrameRole.Ending);

        if (_withUsage)
        {
            yield return new(Chunk([], OpenAIAnswerWriter.Usage(_answer.Usage)), FrameRole.Ending);
        }

        yield return new("data: [DONE]\n\n"u8.ToArray(), FrameRole.Ending);
    }

    private JsonObject CallStart(int index, bool withRole)
    {
        var call = _answer.Calls[index];
        var start = new JsonObject
        {
            ["index"] = index,
            ["id"] = call.Id,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = "" },
        };

        return withRole
            ? new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(start), ["refusal"] = null }
            : new JsonObject { ["tool_calls"] = new JsonArray(start) };
    }

    private static JsonObject CallFragment(int index, string arguments) => new()
    {
        ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = arguments } }),
    };

    private byte[] Delta(JsonObject delta, string? finishReason = null)
        => Chunk([new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason }], null);

    private byte[] Chunk(JsonArray choices, JsonObject? usage)
    {
        var chunk = new JsonObject
        {
            ["id"] = _answer.Id,
            ["object"] = "chat.completion.chunk",
            ["created"] = _answer.CreatedUnixSeconds,
            ["model"] = _answer.Model,
            ["service_tier"] = "default",
            ["system_fingerprint"] = "fp_fake",
            ["choices"] = choices,
        };

        if (_withUsage)
        {
            chunk["usage"] = usage;
        }

        if (_withPadding)
        {
            chunk["obfuscation"] = "fakePadding0"[..(1 + (_chunks++ * 5 % 12))];
        }

        return _wire.Frame(_wire.ShapeChunk(chunk));
    }
}
