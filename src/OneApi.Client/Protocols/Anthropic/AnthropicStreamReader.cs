using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// Reads a streamed answer (protocols/anthropic.md §6). A hot path: per delta of text it makes the text, its content, its list and its
/// update, and nothing else.
/// </summary>
internal sealed class AnthropicStreamReader(ProviderEndpoint endpoint, bool afterResult) : ChatStreamReader
{
    private readonly AnthropicMessageReader _message = new(endpoint.Provider);
    private readonly List<AnthropicBlock> _open = new(1);
    private string? _responseId;
    private bool _announced;
    private int _textLength;

    private enum EventKind
    {
        None,
        BlockDelta,
        BlockStart,
        BlockStop,
        MessageStart,
        MessageDelta,
        MessageStop,
        Error,
        Other,
    }

    public override ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        try
        {
            return ReadEvent(eventType, data);
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }
    }

    private ChatResponseUpdate? ReadEvent(string eventType, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            return null; // gateways in between add what Anthropic does not send
        }

        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        var kind = KindOf(eventType);
        var index = 0;
        Utf8JsonReader payload = default;
        var hasPayload = false;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                kind = KindOf(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = (int)(JsonRead.Int64OrNull(ref reader) ?? 0);
            }
            else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("content_block"u8) || reader.ValueTextEquals("message"u8))
            {
                // The type may come after it, so it is only remembered.
                reader.Read();
                payload = reader;
                hasPayload = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
            }
            else
            {
                ReadMember(ref reader, ref kind);
            }
        }

        return kind switch
        {
            EventKind.BlockDelta when hasPayload => ReadDelta(ref payload, index),
            EventKind.BlockStart when hasPayload => Open(ref payload, index),
            EventKind.BlockStop => Close(index),
            EventKind.MessageStart or EventKind.MessageDelta when hasPayload => ReadMessage(ref payload),
            EventKind.MessageStop => End(),
            EventKind.Error => throw AnthropicErrors.Thrown(endpoint, null, data) ?? ProviderFaults.Of(endpoint, OneApiErrorKind.Unknown),
            EventKind.None => ThrowIfError(data),
            _ => null,
        };
    }

    public override ChatResponseUpdate? Complete()
    {
        if (!IsComplete)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The stream stopped without its end mark.");
        }

        if (!HasContent)
        {
            AnthropicErrors.ThrowIfWithoutContent(endpoint, _message.Finish, _message.Others, afterResult);
        }

        var contents = new List<AIContent>();
        _open.Sort(static (one, other) => one.Index.CompareTo(other.Index));
        foreach (var block in _open)
        {
            if (MakeLast(block) is { } content)
            {
                contents.Add(content);
            }
        }

        if (_message.Usage.ToUsage() is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        var update = NewUpdate(contents);
        update.FinishReason = _message.Finish;
        update.AdditionalProperties = _message.Others;
        return update;
    }

    private static EventKind KindOf(string eventType) => eventType switch
    {
        "content_block_delta" => EventKind.BlockDelta,
        "content_block_start" => EventKind.BlockStart,
        "content_block_stop" => EventKind.BlockStop,
        "message_start" => EventKind.MessageStart,
        "message_delta" => EventKind.MessageDelta,
        "message_stop" => EventKind.MessageStop,
        "error" => EventKind.Error,
        "ping" => EventKind.Other,
        _ => EventKind.None,
    };

    /// <summary>The type in the data decides: some servers of this wire send no event lines.</summary>
    private static EventKind KindOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return EventKind.None;
        }

        return reader.ValueTextEquals("content_block_delta"u8) ? EventKind.BlockDelta
            : reader.ValueTextEquals("content_block_start"u8) ? EventKind.BlockStart
            : reader.ValueTextEquals("content_block_stop"u8) ? EventKind.BlockStop
            : reader.ValueTextEquals("message_start"u8) ? EventKind.MessageStart
            : reader.ValueTextEquals("message_delta"u8) ? EventKind.MessageDelta
            : reader.ValueTextEquals("message_stop"u8) ? EventKind.MessageStop
            : reader.ValueTextEquals("error"u8) ? EventKind.Error
            : EventKind.Other;
    }

    private void ReadMember(ref Utf8JsonReader reader, ref EventKind kind)
    {
        if (reader.ValueTextEquals("usage"u8) && kind is EventKind.MessageStart or EventKind.MessageDelta or EventKind.MessageStop)
        {
            _message.ReadMember(ref reader);
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            kind = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String ? EventKind.Error : kind;
            reader.Skip();
        }
        else if (kind is EventKind.MessageStart or EventKind.MessageDelta or EventKind.MessageStop)
        {
            _message.ReadOther(ref reader);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private ChatResponseUpdate? ReadMessage(ref Utf8JsonReader payload)
    {
        _message.ReadObject(ref payload);
        return null;
    }

    private ChatResponseUpdate? End()
    {
        IsComplete = true;
        return null;
    }

    private ChatResponseUpdate? Open(ref Utf8JsonReader payload, int index)
    {
        var block = AnthropicBlock.Read(ref payload, index);
        block.TextStart = _textLength;
        _open.Add(block);
        switch (block.Kind)
        {
            case AnthropicBlockKind.Text:
                return string.IsNullOrEmpty(block.Text) ? null : Text(block.Text);
            case AnthropicBlockKind.Thinking or AnthropicBlockKind.RedactedThinking:
                return block.ToContent(endpoint.Provider) is { } thought ? Content(thought) : null;
            default:
                // The whole comes when the block ends, but it has begun.
                return Announce();
        }
    }

    private ChatResponseUpdate? ReadDelta(ref Utf8JsonReader payload, int index)
    {
        var whole = payload;
        Utf8JsonReader value = default;
        var kind = DeltaKind.Other;
        while (JsonRead.NextProperty(ref payload))
        {
            if (payload.ValueTextEquals("type"u8))
            {
                payload.Read();
                kind = DeltaKindOf(ref payload);
            }
            else if (payload.ValueTextEquals("text"u8) || payload.ValueTextEquals("partial_json"u8) || payload.ValueTextEquals("thinking"u8)
                || payload.ValueTextEquals("signature"u8) || payload.ValueTextEquals("citation"u8))
            {
                payload.Read();
                value = payload;
                payload.Skip();
            }
            else
            {
                payload.Read();
                payload.Skip();
            }
        }

        if (kind == DeltaKind.Text)
        {
            return value.TokenType == JsonTokenType.String && value.GetString() is { Length: > 0 } text ? Text(text) : null;
        }

        return ReadBlockDelta(kind, ref value, ref whole, index);
    }

    private ChatResponseUpdate? ReadBlockDelta(DeltaKind kind, ref Utf8JsonReader value, ref Utf8JsonReader whole, int index)
    {
        var block = Find(index, kind);
        switch (kind)
        {
            case DeltaKind.Thinking:
                return value.TokenType == JsonTokenType.String && block?.MakeThought(value.GetString()!, endpoint.Provider) is { } thought ? Content(thought) : null;
            case DeltaKind.Signature:
                return value.TokenType == JsonTokenType.String && block?.MakeSignature(value.GetString()!, endpoint.Provider) is { } signature ? Content(signature) : null;
            case DeltaKind.Input:
                return value.TokenType == JsonTokenType.String && block?.AppendInput(ref value) == true ? Announce() : null;
            case DeltaKind.Citation:
                block?.AddCitation(ref value);
                return null;
            default:
                if (block?.Kind == AnthropicBlockKind.Raw)
                {
                    block.AddRaw(ref whole);
                }

                return null;
        }
    }

    private static DeltaKind DeltaKindOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return DeltaKind.Other;
        }

        return reader.ValueTextEquals("text_delta"u8) ? DeltaKind.Text
            : reader.ValueTextEquals("input_json_delta"u8) ? DeltaKind.Input
            : reader.ValueTextEquals("thinking_delta"u8) ? DeltaKind.Thinking
            : reader.ValueTextEquals("signature_delta"u8) ? DeltaKind.Signature
            : reader.ValueTextEquals("citations_delta"u8) ? DeltaKind.Citation
            : DeltaKind.Other;
    }

    /// <summary>The open block of an index; a server that forgets to open a thought gets one.</summary>
    private AnthropicBlock? Find(int index, DeltaKind kind)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Index == index)
            {
                return _open[i];
            }
        }

        if (kind is not (DeltaKind.Thinking or DeltaKind.Signature))
        {
            return null;
        }

        var block = new AnthropicBlock(AnthropicBlockKind.Thinking, index);
        _open.Add(block);
        return block;
    }

    private ChatResponseUpdate? Close(int index)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Index == index)
            {
                var block = _open[i];
                _open.RemoveAt(i);
                return MakeLast(block) is { } content ? Content(content) : null;
            }
        }

        return null;
    }

    /// <summary>What a block still has to give when it ends.</summary>
    private AIContent? MakeLast(AnthropicBlock block)
    {
        switch (block.Kind)
        {
            case AnthropicBlockKind.Thinking or AnthropicBlockKind.RedactedThinking:
                return null;
            case AnthropicBlockKind.Text when block.Citations is not { Count: > 0 }:
                return null;
            case AnthropicBlockKind.Text:
                AnthropicCitations.Cover(block.Citations, block.TextStart, _textLength);
                var cited = new TextContent(string.Empty) { Annotations = block.Citations };
                OpaqueState.Mark(cited, endpoint.Provider);
                return cited;
            default:
                return block.ToContent(endpoint.Provider);
        }
    }

    private ChatResponseUpdate Text(string text)
    {
        _textLength += text.Length;
        return Content(new TextContent(text));
    }

    private ChatResponseUpdate Content(AIContent content)
    {
        HasContent = true;
        return NewUpdate(new(1) { content });
    }

    /// <summary>A fragment commits the stream although its whole comes later: say once that the answer has begun.</summary>
    private ChatResponseUpdate? Announce()
    {
        HasContent = true;
        return _announced ? null : NewUpdate([]);
    }

    private ChatResponseUpdate NewUpdate(List<AIContent> contents)
    {
        _announced = true;
        _responseId ??= _message.Id ?? ResponseIds.New();
        return new(ChatRole.Assistant, contents)
        {
            ResponseId = _responseId,
            MessageId = _responseId,
            ModelId = _message.Model,
        };
    }

    /// <summary>An object without a type may be an error in a shape of its own.</summary>
    private ChatResponseUpdate? ThrowIfError(ReadOnlySpan<byte> data) => AnthropicErrors.Thrown(endpoint, null, data) is { } error ? throw error : null;

    private enum DeltaKind
    {
        Other,
        Text,
        Input,
        Thinking,
        Signature,
        Citation,
    }
}
