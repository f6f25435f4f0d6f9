using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Reads the parts of one answer (protocols/gemini.md §5). The members of a part come in any order, so it is read to its end
/// before a content is made of it. A hot path: a part of plain text makes its text and its content, and nothing else.
/// </summary>
internal sealed class GeminiPartReader(string provider)
{
    private readonly GeminiCallAssembler _calls = new(provider);
    private bool _inThought;

    private enum Kind
    {
        None,
        Text,
        Call,
        Data,
        File,
    }

    /// <summary>Gets a value indicating whether there was more than signatures.</summary>
    public bool HasContent { get; private set; }

    public bool HasCalls { get; private set; }

    /// <summary>Gets the offsets of the answer's text.</summary>
    public Utf8Offsets Offsets { get; } = new();

    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref List<AIContent>? contents)
    {
        var whole = reader;
        Utf8JsonReader value = default;
        var kind = Kind.None;
        string? text = null;
        string? signature = null;
        var isThought = false;
        AdditionalPropertiesDictionary? siblings = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                reader.Read();
                text = JsonRead.StringOrNull(ref reader);
                kind = text is null ? kind : Kind.Text;
            }
            else if (reader.ValueTextEquals("thoughtSignature"u8))
            {
                reader.Read();
                signature = JsonRead.StringOrNull(ref reader) is { Length: > 0 } found ? found : null;
            }
            else if (reader.ValueTextEquals("thought"u8))
            {
                reader.Read();
                isThought = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (DataKind(reader) is var dataKind and not Kind.None)
            {
                reader.Read();
                kind = reader.TokenType == JsonTokenType.StartObject ? dataKind : kind;
                value = reader;
                reader.Skip();
            }
            else
            {
                var name = reader.GetString()!;
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                {
                    (siblings ??= [])[name] = JsonRead.Element(ref reader);
                }
            }
        }

        var content = kind switch
        {
            Kind.Text => MakeText(text!, isThought, ref signature),
            Kind.Call => MakeCall(ref value, data, ref signature),
            Kind.Data when !isThought => GeminiMediaReader.ReadInline(ref value),
            Kind.File => GeminiMediaReader.ReadFile(ref value),
            _ => null,
        };

        if (content is not null)
        {
            Add(content, signature, siblings, ref contents);
        }
        else if (kind is Kind.Data or Kind.File || (kind == Kind.None && siblings is not null))
        {
            _inThought = false;
            HasContent = true;
            (contents ??= []).Add(GeminiMarks.Keep(JsonRead.Element(ref whole), provider));
        }
        else if (signature is not null && !_calls.IsOpen)
        {
            // An empty text part, or a part with nothing but its signature.
            _inThought = false;
            (contents ??= []).Add(GeminiMarks.Carry(signature, provider, isThought ? GeminiMarks.OfThought : GeminiMarks.OfEmptyText));
        }
    }

    /// <summary>Ends a call that was still being streamed when the answer ended.</summary>
    public void Complete(ref List<AIContent>? contents)
    {
        if (_calls.IsOpen)
        {
            Add(_calls.Close(), _calls.TakeSignature(), null, ref contents);
        }
    }

    private static Kind DataKind(in Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("functionCall"u8))
        {
            return Kind.Call;
        }

        if (reader.ValueTextEquals("inlineData"u8))
        {
            return Kind.Data;
        }

        return reader.ValueTextEquals("fileData"u8) ? Kind.File : Kind.None;
    }

    private AIContent? MakeText(string text, bool isThought, ref string? signature)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (!isThought)
        {
            Offsets.Append(text);
            return new TextContent(text);
        }

        if (signature is not null)
        {
            var signed = GeminiMarks.Carry(signature, provider, GeminiMarks.OfThought, text);
            signature = null;
            return signed;
        }

        var thought = new TextReasoningContent(text);
        if (!_inThought)
        {
            // Consumers join thoughts, and a signature that follows, into one content with the properties of the first.
            OpaqueState.Mark(thought, provider);
        }

        return thought;
    }

    private FunctionCallContent? MakeCall(ref Utf8JsonReader value, ReadOnlySpan<byte> data, ref string? signature)
    {
        HasContent = true;
        var call = _calls.Read(ref value, data);
        _calls.Sign(signature);
        signature = call is null ? null : _calls.TakeSignature();
        return call;
    }

    private void Add(AIContent content, string? signature, AdditionalPropertiesDictionary? siblings, ref List<AIContent>? contents)
    {
        contents ??= new(1);
        if (signature is not null)
        {
            contents.Add(GeminiMarks.Carry(signature, provider));
        }

        if (siblings is not null)
        {
            foreach (var (name, value) in siblings)
            {
                (content.AdditionalProperties ??= [])[name] = value;
            }
        }

        contents.Add(content);
        HasContent = true;
        HasCalls |= content is FunctionCallContent;
        _inThought = content is TextReasoningContent;
    }
}
