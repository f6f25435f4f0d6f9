using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>One block of an answer: whole, or opened by a stream and filled by its deltas (protocols/anthropic.md §4, §6).</summary>
internal sealed class AnthropicBlock(AnthropicBlockKind kind, int index)
{
    private string? _id;
    private string? _name;
    private Dictionary<string, object?>? _arguments;
    private ArrayBufferWriter<byte>? _input;
    private JsonElement _raw;
    private JsonObject? _changed;
    private AdditionalPropertiesDictionary? _others;
    private List<AIAnnotation>? _citations;

    public AnthropicBlockKind Kind { get; } = kind;

    public int Index { get; } = index;

    /// <summary>Gets the text, the thought, or <see langword="null"/>.</summary>
    public string? Text { get; private set; }

    /// <summary>Gets the signature of a thought, or the data of a redacted one.</summary>
    public string? Signature { get; private set; }

    /// <summary>Gets the citations; the same list until the block ends.</summary>
    public List<AIAnnotation>? Citations => _citations;

    /// <summary>Gets or sets where the block's text begins in the text of a streamed message.</summary>
    public int TextStart { get; set; }

    /// <summary>Gets or sets a value indicating whether something of a streamed thought was given out.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Reads the object at the reader.</summary>
    public static AnthropicBlock Read(ref Utf8JsonReader reader, int index)
    {
        var block = new AnthropicBlock(KindOf(reader), index);
        if (block.Kind == AnthropicBlockKind.Raw)
        {
            block._raw = JsonRead.Element(ref reader);
            return block;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            block.ReadMember(ref reader);
        }

        return block;
    }

    /// <summary>Adds a fragment of the input of a call.</summary>
    public bool AppendInput(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty)
        {
            reader.Skip();
            return false;
        }

        _input ??= new();
        _input.Advance(reader.CopyString(_input.GetSpan(reader.ValueSpan.Length)));
        return true;
    }

    public void AddCitation(ref Utf8JsonReader reader) => AnthropicCitations.Read(ref reader, ref _citations);

    /// <summary>Adds a delta that only a raw block has: texts grow, other values are replaced.</summary>
    public void AddRaw(ref Utf8JsonReader reader)
    {
        if (_raw.ValueKind != JsonValueKind.Object)
        {
            reader.Skip();
            return;
        }

        _changed ??= JsonObject.Create(_raw)!;
        foreach (var member in JsonRead.Element(ref reader).EnumerateObject())
        {
            if (member.NameEquals("type"u8))
            {
                continue;
            }

            var known = _changed[member.Name] as JsonValue;
            _changed[member.Name] = known?.GetValueKind() == JsonValueKind.String && member.Value.ValueKind == JsonValueKind.String
                ? known.GetValue<string>() + member.Value.GetString()
                : JsonNode.Parse(member.Value.GetRawText());
        }
    }

    /// <summary>The content of the whole block, or null for one that says nothing.</summary>
    public AIContent? ToContent(string provider) => Kind switch
    {
        AnthropicBlockKind.Text => MakeText(provider),
        AnthropicBlockKind.Thinking or AnthropicBlockKind.RedactedThinking => MakeThought(Text ?? string.Empty, provider),
        AnthropicBlockKind.ToolUse => MakeCall(provider),
        _ => _raw.ValueKind == JsonValueKind.Object ? AnthropicMarks.Keep(MakeRaw(), provider) : null,
    };

    /// <summary>A thought, or a piece of it. Consumers join the pieces into one content with the properties of the first and the signature of the last, so the first carries the marks.</summary>
    public TextReasoningContent? MakeThought(string text, string provider)
    {
        if (text.Length == 0 && string.IsNullOrEmpty(Signature))
        {
            return null;
        }

        var content = new TextReasoningContent(text) { ProtectedData = string.IsNullOrEmpty(Signature) ? null : Signature };
        if (!IsBegun)
        {
            IsBegun = true;
            content.AdditionalProperties = _others;
            OpaqueState.Mark(content, provider);
            content.AdditionalProperties![AnthropicMarks.Signed] = true;
            if (Kind == AnthropicBlockKind.RedactedThinking)
            {
                content.AdditionalProperties![AnthropicMarks.Redacted] = true;
            }
        }

        return content;
    }

    public TextReasoningContent? MakeSignature(string signature, string provider)
    {
        Signature = signature;
        return MakeThought(string.Empty, provider);
    }

    private static AnthropicBlockKind KindOf(Utf8JsonReader reader)
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

            return reader.TokenType != JsonTokenType.String ? AnthropicBlockKind.Raw
                : reader.ValueTextEquals("text"u8) ? AnthropicBlockKind.Text
                : reader.ValueTextEquals("tool_use"u8) ? AnthropicBlockKind.ToolUse
                : reader.ValueTextEquals("thinking"u8) ? AnthropicBlockKind.Thinking
                : reader.ValueTextEquals("redacted_thinking"u8) ? AnthropicBlockKind.RedactedThinking
                : AnthropicBlockKind.Raw;
        }

        return AnthropicBlockKind.Raw;
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("type"u8))
        {
            reader.Read();
            reader.Skip();
        }
        else if (Kind == AnthropicBlockKind.Text && reader.ValueTextEquals("citations"u8))
        {
            AnthropicCitations.ReadArray(ref reader, ref _citations);
        }
        else if ((Kind == AnthropicBlockKind.Text && reader.ValueTextEquals("text"u8)) || (Kind == AnthropicBlockKind.Thinking && reader.ValueTextEquals("thinking"u8)))
        {
            reader.Read();
            Text = JsonRead.StringOrNull(ref reader);
        }
        else if ((Kind == AnthropicBlockKind.Thinking && reader.ValueTextEquals("signature"u8)) || (Kind == AnthropicBlockKind.RedactedThinking && reader.ValueTextEquals("data"u8)))
        {
            reader.Read();
            Signature = JsonRead.StringOrNull(ref reader);
        }
        else if (Kind == AnthropicBlockKind.ToolUse && reader.ValueTextEquals("id"u8))
        {
            reader.Read();
            _id = JsonRead.TextOrNull(ref reader);
        }
        else if (Kind == AnthropicBlockKind.ToolUse && reader.ValueTextEquals("name"u8))
        {
            reader.Read();
            _name = JsonRead.StringOrNull(ref reader);
        }
        else if (Kind == AnthropicBlockKind.ToolUse && reader.ValueTextEquals("input"u8))
        {
            reader.Read();
            ReadInput(ref reader);
        }
        else
        {
            ReadOther(ref reader);
        }
    }

    /// <summary>An object; some servers of this wire send its text.</summary>
    private void ReadInput(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _arguments = ToolArguments.ReadObject(ref reader);
        }
        else
        {
            AppendInput(ref reader);
        }
    }

    private void ReadOther(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Read();
        if (reader.TokenType != JsonTokenType.Null)
        {
            (_others ??= [])[AnthropicMarks.Prefix + name] = JsonRead.Element(ref reader);
        }
    }

    private TextContent? MakeText(string provider)
    {
        if (string.IsNullOrEmpty(Text))
        {
            return null;
        }

        var content = new TextContent(Text) { AdditionalProperties = _others };
        if (Citations is not null)
        {
            content.Annotations = Citations;
            OpaqueState.Mark(content, provider);
        }

        return content;
    }

    private FunctionCallContent MakeCall(string provider)
    {
        var id = string.IsNullOrEmpty(_id) ? "toolu_" + RandomNumberGenerator.GetHexString(24, lowercase: true) : _id;
        var name = _name ?? string.Empty;
        var call = _input is { WrittenCount: > 0 }
            ? ToolArguments.Parse(id, name, _input.WrittenSpan)
            : new FunctionCallContent(id, name, _arguments ?? []);
        if (_others is not null)
        {
            call.AdditionalProperties = _others;
            OpaqueState.Mark(call, provider);
        }

        return call;
    }

    private JsonElement MakeRaw()
    {
        if (_input is { WrittenCount: > 0 })
        {
            _changed ??= JsonObject.Create(_raw)!;
            _changed["input"] = ParseInput(_input.WrittenSpan);
        }

        return _changed is null ? _raw : JsonElement.Parse(_changed.ToJsonString());
    }

    private static JsonNode? ParseInput(ReadOnlySpan<byte> input)
    {
        try
        {
            return JsonNode.Parse(input);
        }
        catch (JsonException)
        {
            return new JsonObject { ["INVALID_JSON"] = System.Text.Encoding.UTF8.GetString(input) }; // cut off by a limit
        }
    }
}
