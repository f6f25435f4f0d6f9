using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Collects the members of a message: a whole one, or the parts of one that a stream brings. Members that nobody knows come back as additional properties of the response.</summary>
internal sealed class AnthropicMessageReader(string provider)
{
    private AdditionalPropertiesDictionary? _others;

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public List<AIContent> Contents { get; } = [];

    public bool HasContentMember { get; private set; }

    public ChatFinishReason? Finish { get; private set; }

    public AnthropicUsageReader Usage { get; } = new();

    public AdditionalPropertiesDictionary? Others => _others;

    /// <summary>Reads all members of the object at the reader.</summary>
    public void ReadObject(ref Utf8JsonReader reader)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            ReadMember(ref reader);
        }
    }

    /// <summary>Reads the member at the reader.</summary>
    public void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("content"u8))
        {
            reader.Read();
            HasContentMember = true;
            ReadContent(ref reader);
        }
        else if (reader.ValueTextEquals("usage"u8))
        {
            reader.Read();
            Usage.Read(ref reader, ref _others);
        }
        else if (reader.ValueTextEquals("id"u8))
        {
            reader.Read();
            Id = JsonRead.TextOrNull(ref reader) is { Length: > 0 } id ? id : Id;
        }
        else if (reader.ValueTextEquals("model"u8))
        {
            reader.Read();
            Model = JsonRead.StringOrNull(ref reader) is { Length: > 0 } model ? model : Model;
        }
        else if (reader.ValueTextEquals("stop_reason"u8))
        {
            reader.Read();
            Finish = AnthropicFinish.Read(ref reader, ref _others) ?? Finish;
        }
        else if (reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("role"u8))
        {
            reader.Read(); // constants
            reader.Skip();
        }
        else
        {
            ReadOther(ref reader);
        }
    }

    public void ReadOther(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Read();
        if (reader.TokenType != JsonTokenType.Null)
        {
            (_others ??= [])[name] = JsonRead.Element(ref reader);
        }
    }

    private void ReadContent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (JsonRead.StringOrNull(ref reader) is { Length: > 0 } text)
            {
                Contents.Add(new TextContent(text));
            }

            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
            }
            else if (AnthropicBlock.Read(ref reader, Contents.Count).ToContent(provider) is { } content)
            {
                Contents.Add(content);
            }
        }
    }
}
