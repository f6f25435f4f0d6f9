using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Anthropic;

/// <summary>A streamed message: named events, blocks opened and closed in order, data padded with spaces, <c>message_stop</c> last.</summary>
internal sealed class AnthropicStreamWriter
{
    private readonly ChatAnswer _answer;
    private int _events;
    private int _index;
    private bool _hasPinged;

    private AnthropicStreamWriter(ChatAnswer answer) => _answer = answer;

    public static IEnumerable<StreamFrame> Write(ChatAnswer answer) => new AnthropicStreamWriter(answer).Frames();

    public static byte[] Event(string name, JsonObject data, int padding = 0)
    {
        var json = WireJson.ToText(data);
        return Encoding.UTF8.GetBytes($"event: {name}\ndata: {json[..^1]}{new string(' ', padding)}}}\n\n");
    }

    private IEnumerable<StreamFrame> Frames()
    {
        // The first count is what the very start of the answer costs; message_delta has the true one.
        var start = AnthropicAnswerWriter.Message(_answer, [], null, AnthropicAnswerWriter.Usage(_answer.Usage, Math.Min(1, _answer.Usage.OutputTokens)));
        yield return Frame(FrameRole.Structure, new() { ["type"] = "message_start", ["message"] = start });

        foreach (var frame in ThinkingBlock().Concat(TextBlock()).Concat(_answer.Calls.SelectMany(CallBlock)))
        {
            yield return frame;
        }

        var delta = new JsonObject { ["stop_reason"] = AnthropicAnswerWriter.StopReason(_answer), ["stop_sequence"] = null, ["stop_details"] = null };
        yield return Frame(FrameRole.Ending, new() { ["type"] = "message_delta", ["delta"] = delta, ["usage"] = AnthropicAnswerWriter.LastUsage(_answer.Usage) });
        yield return Frame(FrameRole.Ending, new() { ["type"] = "message_stop" });
    }

    private IEnumerable<StreamFrame> ThinkingBlock()
    {
        if (_answer.ReasoningPieces.Count == 0)
        {
            return [];
        }

        var signature = Delta(FrameRole.Structure, new() { ["type"] = "signature_delta", ["signature"] = AnthropicSignature.Of(_answer.Reasoning) });
        var deltas = _answer.ReasoningPieces.Select(piece => Delta(FrameRole.Content, new() { ["type"] = "thinking_delta", ["thinking"] = piece }));
        return Block(FrameRole.Structure, new() { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" }, deltas.Append(signature));
    }

    private IEnumerable<StreamFrame> TextBlock()
    {
        var deltas = _answer.TextPieces.Select(piece => Delta(FrameRole.Content, new() { ["type"] = "text_delta", ["text"] = piece }));

        return _answer.TextPieces.Count == 0 ? [] : Block(FrameRole.Structure, new() { ["type"] = "text", ["text"] = "" }, deltas);
    }

    private IEnumerable<StreamFrame> CallBlock(AnsweredCall call)
    {
        // The start of a call is content already: it names the tool. Its first fragment is always empty.
        var deltas = call.Pieces.Prepend("").Select(piece => Delta(
            piece.Length == 0 ? FrameRole.Structure : FrameRole.Content,
            new() { ["type"] = "input_json_delta", ["partial_json"] = piece }));

        return Block(FrameRole.Content, AnthropicAnswerWriter.ToolUse(call, []), deltas);
    }

    private IEnumerable<StreamFrame> Block(FrameRole role, JsonObject block, IEnumerable<StreamFrame> deltas)
    {
        yield return Frame(role, new() { ["type"] = "content_block_start", ["index"] = _index, ["content_block"] = block });

        if (!_hasPinged)
        {
            _hasPinged = true;
            yield return new("event: ping\ndata: {\"type\": \"ping\"}\n\n"u8.ToArray(), FrameRole.Structure);
        }

        foreach (var delta in deltas)
        {
            yield return delta;
        }

        yield return Frame(FrameRole.Structure, new() { ["type"] = "content_block_stop", ["index"] = _index });
        _index++;
    }

    private StreamFrame Delta(FrameRole role, JsonObject delta)
        => Frame(role, new() { ["type"] = "content_block_delta", ["index"] = _index, ["delta"] = delta });

    private StreamFrame Frame(FrameRole role, JsonObject data)
        => new(Event(data["type"]!.GetValue<string>(), data, padding: _events++ * 7 % 16), role);
}
