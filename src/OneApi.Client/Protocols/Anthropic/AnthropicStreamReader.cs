using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// Reads a streamed message (protocols/anthropic.md §6). A hot path: per piece of text it makes the text, its content, its list and
/// its update, and nothing else.
/// </summary>
internal sealed class AnthropicStreamReader(ChatRequest request) : ChatStreamReader
{
    private readonly AnthropicUsage _usage = new();
    private readonly Dictionary<long, OpenBlock> _blocks = [];
    private readonly UnknownMembers _unknown = new();
    private AdditionalPropertiesDictionary? _others;
    private string? _id;
    private string? _model;
    private ChatFinishReason? _finish;
    private bool _sawContent;

    private enum BlockKind
    {
        Text,
        Thinking,
        ToolUse,
        Other,
    }

    public override ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            return null;
        }

        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        // The type is nearly always the first member; the event's own name says the same.
        var type = TypeOf(reader);
        switch (type)
        {
            case EventType.Delta:
                return ReadDelta(ref reader);
            case EventType.MessageStart:
                ReadMessageStart(ref reader, data);
                return null;
            case EventType.BlockStart:
                return ReadBlockStart(ref reader);
            case EventType.BlockStop:
                return ReadBlockStop(ref reader);
            case EventType.MessageDelta:
                ReadMessageDelta(ref reader, data);
                return null;
            case EventType.MessageStop:
                IsComplete = true;
                return null;
            case EventType.Error:
                throw AnthropicErrorReader.Thrown(request.Endpoint, null, data);
            default:
                return eventType == "error" ? throw AnthropicErrorReader.Thrown(request.Endpoint, null, data) : null;
        }
    }

    public override ChatResponseUpdate? Complete()
    {
        if (!IsComplete)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The stream stopped without its end mark.");
        }

        AnthropicEmpty.ThrowIf(!_sawContent, _finish, request);
        var contents = new List<AIContent>(1);
        if (_usage.ToDetails() is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        return NewUpdate(contents);
    }

    private static EventType TypeOf(Utf8JsonReader reader)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (!isType)
            {
                reader.Skip();
                continue;
            }

            return reader.TokenType != JsonTokenType.String ? EventType.Unknown
                : reader.ValueTextEquals("content_block_delta"u8) ? EventType.Delta
                : reader.ValueTextEquals("content_block_start"u8) ? EventType.BlockStart
                : reader.ValueTextEquals("content_block_stop"u8) ? EventType.BlockStop
                : reader.ValueTextEquals("message_start"u8) ? EventType.MessageStart
                : reader.ValueTextEquals("message_delta"u8) ? EventType.MessageDelta
                : reader.ValueTextEquals("message_stop"u8) ? EventType.MessageStop
                : reader.ValueTextEquals("error"u8) ? EventType.Error
                : EventType.Unknown;
        }

        return EventType.Unknown;
    }

    private void ReadMessageStart(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            if (!reader.ValueTextEquals("message"u8) || !JsonRead.EnterObject(ref reader))
            {
                reader.Skip();
                continue;
            }

            while (JsonRead.NextProperty(ref reader))
            {
                if (reader.ValueTextEquals("id"u8))
                {
                    reader.Read();
                    _id ??= JsonRead.StringOrNull(ref reader) is { Length: > 0 } id ? id : null;
                    reader.Skip();
                }
                else if (reader.ValueTextEquals("model"u8))
                {
                    reader.Read();
                    _model ??= JsonRead.StringOrNull(ref reader);
                    reader.Skip();
                }
                else if (reader.ValueTextEquals("usage"u8))
                {
                    reader.Read();
                    _usage.Read(ref reader, ref _others);
                }
                else if (reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("role"u8) || reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("stop_reason"u8))
                {
                    reader.Read();
                    reader.Skip();
                }
                else
                {
                    _unknown.Read(ref reader, data, ref _others);
                }
            }
        }
    }

    private ChatResponseUpdate? ReadBlockStart(ref Utf8JsonReader reader)
    {
        long index = 0;
        JsonElement block = default;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = JsonRead.Int64OrNull(ref reader) ?? 0;
            }
            else if (reader.ValueTextEquals("content_block"u8))
            {
                reader.Read();
                block = JsonRead.Element(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return block.ValueKind == JsonValueKind.Object ? Open(index, block) : null;
    }

    private ChatResponseUpdate? Open(long index, JsonElement block)
    {
        var kind = block.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        switch (kind)
        {
            case "text":
                _blocks[index] = new(BlockKind.Text, block);
                return TextOf(block, "text") is { Length: > 0 } text ? Content(new TextContent(text)) : null;
            case "thinking":
                _blocks[index] = new(BlockKind.Thinking, block);
                return TextOf(block, "thinking") is { Length: > 0 } thought ? Content(new TextReasoningContent(thought)) : null;
            case "redacted_thinking":
                return Content(AnthropicBlocks.KeepRedacted(block, request.Endpoint.Provider));
            case "tool_use":
                _blocks[index] = new(BlockKind.ToolUse, block);
                return Fragment(); // its arguments are to come, but the answer has begun
            default:
                _blocks[index] = new(BlockKind.Other, block);
                return Fragment();
        }
    }

    private ChatResponseUpdate? ReadDelta(ref Utf8JsonReader reader)
    {
        long index = 0;
        Utf8JsonReader delta = default;
        var hasDelta = false;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = JsonRead.Int64OrNull(ref reader) ?? 0;
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                reader.Read();
                delta = reader;
                hasDelta = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return hasDelta ? ReadDeltaOf(index, ref delta) : null;
    }

    private ChatResponseUpdate? ReadDeltaOf(long index, ref Utf8JsonReader delta)
    {
        ChatResponseUpdate? update = null;
        while (JsonRead.NextProperty(ref delta))
        {
            if (delta.ValueTextEquals("text"u8))
            {
                delta.Read();
                update = JsonRead.StringOrNull(ref delta) is { Length: > 0 } text ? Content(new TextContent(text)) : update;
            }
            else if (delta.ValueTextEquals("thinking"u8))
            {
                delta.Read();
                update = JsonRead.StringOrNull(ref delta) is { Length: > 0 } text ? Content(new TextReasoningContent(text)) : update;
            }
            else if (delta.ValueTextEquals("partial_json"u8))
            {
                delta.Read();
                update = Append(index, ref delta);
            }
            else if (delta.ValueTextEquals("signature"u8))
            {
                delta.Read();
                update = JsonRead.StringOrNull(ref delta) is { Length: > 0 } signature
                    ? Content(AnthropicBlockReader.Thinking(string.Empty, signature, request.Endpoint.Provider))
                    : update;
            }
            else if (delta.ValueTextEquals("citation"u8))
            {
                delta.Read();
                update = Content(new TextContent(string.Empty) { Annotations = [AnthropicCitations.Make(JsonRead.Element(ref delta))] });
            }
            else
            {
                delta.Read();
                delta.Skip();
            }
        }

        return update;
    }

    private ChatResponseUpdate? Append(long index, ref Utf8JsonReader delta)
    {
        if (_blocks.TryGetValue(index, out var block) && delta.TokenType == JsonTokenType.String && delta.ValueSpan.Length > 0)
        {
            var into = block.Json.GetSpan(delta.ValueSpan.Length);
            block.Json.Advance(delta.CopyString(into));
        }

        HasContent = true;
        return null;
    }

    private ChatResponseUpdate? ReadBlockStop(ref Utf8JsonReader reader)
    {
        long index = 0;
        while (JsonRead.NextProperty(ref reader))
        {
            var isIndex = reader.ValueTextEquals("index"u8);
            reader.Read();
            if (isIndex)
            {
                index = JsonRead.Int64OrNull(ref reader) ?? 0;
            }
            else
            {
                reader.Skip();
            }
        }

        if (!_blocks.Remove(index, out var block))
        {
            return null;
        }

        return block.Kind switch
        {
            BlockKind.ToolUse => Content(ToolUse(block)),
            BlockKind.Other => Content(AnthropicBlocks.Keep(block.Complete(), request.Endpoint.Provider)),
            _ => null,
        };
    }

    private static FunctionCallContent ToolUse(OpenBlock block)
    {
        var id = TextOf(block.Start, "id") ?? ResponseIds.New();
        var name = TextOf(block.Start, "name") ?? string.Empty;
        if (block.Json.WrittenCount > 0)
        {
            return ToolArguments.Parse(id, name, block.Json.WrittenSpan);
        }

        // A tool without arguments may send no delta at all; some servers send the whole input at the start.
        var input = block.Start.TryGetProperty("input"u8, out var whole) && whole.ValueKind == JsonValueKind.Object ? whole.GetRawText() : "{}";
        return ToolArguments.Parse(id, name, System.Text.Encoding.UTF8.GetBytes(input));
    }

    private void ReadMessageDelta(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                _usage.Read(ref reader, ref _others);
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                reader.Read();
                ReadStop(ref reader, data);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }
    }

    private void ReadStop(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("stop_reason"u8))
            {
                reader.Read();
                _finish = AnthropicFinish.Read(ref reader, out var raw) ?? _finish;
                AnthropicResponseReader.AddRaw(raw, ref _others);
            }
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }
    }

    private ChatResponseUpdate? Fragment()
    {
        var isFirst = !_sawContent;
        HasContent = _sawContent = true;
        return isFirst ? NewUpdate([]) : null;
    }

    private ChatResponseUpdate Content(AIContent content)
    {
        HasContent = _sawContent = true;
        return NewUpdate(new List<AIContent>(1) { content });
    }

    private ChatResponseUpdate NewUpdate(List<AIContent> contents)
    {
        _id ??= ResponseIds.New();
        var update = new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            FinishReason = _finish,
        };
        if (_others is not null)
        {
            update.AdditionalProperties = _others;
            _others = null;
        }

        return update;
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private enum EventType
    {
        Unknown,
        MessageStart,
        BlockStart,
        Delta,
        BlockStop,
        MessageDelta,
        MessageStop,
        Error,
    }

    private sealed class OpenBlock(BlockKind kind, JsonElement start)
    {
        public BlockKind Kind { get; } = kind;

        public JsonElement Start { get; } = start;

        public ArrayBufferWriter<byte> Json { get; } = new();

        /// <summary>The block as it must go back: with the input that came in pieces.</summary>
        public JsonElement Complete()
        {
            if (Json.WrittenCount == 0)
            {
                return Start;
            }

            try
            {
                var whole = System.Text.Json.Nodes.JsonObject.Create(Start)!;
                whole["input"] = System.Text.Json.Nodes.JsonNode.Parse(Json.WrittenSpan);
                return JsonElement.Parse(whole.ToJsonString());
            }
            catch (JsonException)
            {
                return Start;
            }
        }
    }
}
