using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Compatible;

/// <summary>A streamed chat completion in a vendor's own order and framing.</summary>
internal sealed class CompatibleStreamWriter
{
    private readonly CompatibleVendor _vendor;
    private readonly ChatAnswer _answer;
    private readonly bool _isUsageAsked;
    private string _text = "";

    private CompatibleStreamWriter(CompatibleVendor vendor, ChatAnswer answer, bool isUsageAsked)
    {
        _vendor = vendor;
        _answer = answer;
        _isUsageAsked = isUsageAsked;
    }

    public static IEnumerable<StreamFrame> Write(CompatibleVendor vendor, ChatAnswer answer, bool isUsageAsked) => new CompatibleStreamWriter(vendor, answer, isUsageAsked).Frames();

    private IEnumerable<StreamFrame> Frames()
    {
        if (_vendor.Comment is { } comment)
        {
            yield return new(Bytes($": {comment}{_vendor.LineEnd}{_vendor.LineEnd}"), FrameRole.Structure);
        }

        yield return new(Delta(new() { ["role"] = "assistant", ["content"] = "" }), FrameRole.Structure);

        foreach (var piece in _answer.ReasoningPieces)
        {
            yield return new(Delta(new() { [_vendor.ReasoningField] = piece }), FrameRole.Content);
        }

        foreach (var piece in _answer.TextPieces)
        {
            _text += piece;
            yield return new(Delta(new() { ["content"] = piece }), FrameRole.Content);
        }

        var withFinish = _vendor.CallsWithFinish && _answer.Calls.Count > 0;
        foreach (var frame in withFinish ? [] : Calls())
        {
            yield return frame;
        }

        yield return withFinish ? CallsAndFinish() : new(Delta([], isFinish: true, withUsage: _vendor.Usage is StreamUsage.OnFinish), FrameRole.Ending);

        if (_vendor.Usage is StreamUsage.OnRepeatedFinish)
        {
            yield return new(Delta(new() { ["role"] = "assistant", ["content"] = "" }, isFinish: true, withUsage: true), FrameRole.Ending);
        }

        if (_vendor.Usage is StreamUsage.WhenAsked && _isUsageAsked)
        {
            yield return new(Chunk([], isFinish: false, withUsage: true), FrameRole.Ending);
        }

        if (_vendor.EndsWithDone)
        {
            yield return new(Bytes($"data: [DONE]{_vendor.LineEnd}{_vendor.LineEnd}"), FrameRole.Ending);
        }
    }

    private IEnumerable<StreamFrame> Calls()
    {
        for (var i = 0; i < _answer.Calls.Count; i++)
        {
            var call = _answer.Calls[i];
            yield return new(Delta(new() { ["tool_calls"] = new JsonArray(Call(i, _vendor.WholeCalls ? call.ArgumentsJson : "")) }), FrameRole.Content);

            foreach (var piece in _vendor.WholeCalls ? [] : call.Pieces)
            {
                var fragment = new JsonObject { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = piece } };
                yield return new(Delta(new() { ["tool_calls"] = new JsonArray(fragment) }), FrameRole.Content);
            }
        }
    }

    /// <summary>Content and end in one chunk.</summary>
    private StreamFrame CallsAndFinish()
    {
        JsonObject All() => new() { ["tool_calls"] = new JsonArray([.. _answer.Calls.Select((call, i) => Call(i, call.ArgumentsJson))]) };

        return new(Delta(All(), isFinish: true, withUsage: true), FrameRole.Content, Delta(All()));
    }

    private JsonObject Call(int index, string arguments) => new()
    {
        ["index"] = index,
        ["id"] = _answer.Calls[index].Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = _answer.Calls[index].Name, ["arguments"] = arguments },
    };

    private byte[] Delta(JsonObject delta, bool isFinish = false, bool withUsage = false)
    {
        var choice = new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = isFinish ? OpenAIAnswerWriter.FinishReason(_answer) : null };
        return Chunk([choice], isFinish, withUsage);
    }

    private byte[] Chunk(JsonArray choices, bool isFinish, bool withUsage)
    {
        var chunk = new JsonObject
        {
            ["id"] = _answer.Id,
            ["object"] = "chat.completion.chunk",
            ["created"] = _answer.CreatedUnixSeconds,
            ["model"] = _answer.Model,
            ["choices"] = choices,
        };
        var usage = UsageHere(isFinish, withUsage);
        if (usage is not null)
        {
            chunk["usage"] = _vendor.UsageShape(usage);
        }

        _vendor.ShapeChunk?.Invoke(chunk, new(_answer, _text, usage, isFinish));
        return Bytes($"data: {WireJson.ToText(chunk)}{_vendor.LineEnd}{_vendor.LineEnd}");
    }

    private FakeUsage? UsageHere(bool isFinish, bool withUsage)
    {
        if (withUsage || (isFinish && _vendor.Usage is StreamUsage.OnEvery))
        {
            return _answer.Usage;
        }

        return _vendor.Usage is StreamUsage.OnEvery
            ? new() { InputTokens = _answer.Usage.InputTokens, OutputTokens = Math.Min(FakeUsage.Count(_text), _answer.Usage.OutputTokens) }
            : null;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
