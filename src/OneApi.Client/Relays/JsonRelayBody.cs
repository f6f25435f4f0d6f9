using System.Text.Encodings.Web;
using System.Text.Json;
using OneApi.Client.Protocols;

namespace OneApi.Client.Relays;

/// <summary>Reads a JSON body that is passed on: the places of its top-level <c>model</c>, and the texts of what is asked.</summary>
internal static class JsonRelayBody
{
    public static RelayContent Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ReadBody(body);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw RelayContent.Unreadable("The body is not one JSON object.", error);
        }
    }

    private static RelayContent ReadBody(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw RelayContent.Unreadable("The body is not one JSON object.");
        }

        var insertAt = (int)reader.BytesConsumed;
        List<Range> models = [];
        List<string> texts = [];
        var (isEmpty, wantsEvents) = (true, false);
        while (JsonRead.NextProperty(ref reader))
        {
            isEmpty = false;
            if (reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                models.Add(start..(int)reader.BytesConsumed);
            }
            else if (reader.ValueTextEquals("input"u8) || reader.ValueTextEquals("query"u8) || reader.ValueTextEquals("documents"u8) || reader.ValueTextEquals("instructions"u8))
            {
                reader.Read();
                AddTexts(ref reader, texts);
            }
            else if (reader.ValueTextEquals("stream"u8))
            {
                reader.Read();
                wantsEvents |= reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("stream_format"u8))
            {
                reader.Read();
                wantsEvents |= JsonRead.StringOrNull(ref reader) is "sse";
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
        {
            throw RelayContent.Unreadable("The body is not one JSON object.");
        }

        return new(body, models, insertAt, (name, alone) => Write(name, alone, isEmpty)) { Texts = texts, WantsEvents = wantsEvents };
    }

    /// <summary>All texts of a value: itself, its items, and the members that are called <c>text</c>. Addresses and data are none.</summary>
    private static void AddTexts(ref Utf8JsonReader reader, List<string> texts)
    {
        var depth = reader.CurrentDepth;
        var isText = true;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    isText = reader.ValueTextEquals("text"u8);
                    break;
                case JsonTokenType.StartArray or JsonTokenType.EndObject:
                    isText = true;
                    break;
                case JsonTokenType.String when isText:
                    texts.Add(JsonRead.Text(ref reader));
                    break;
            }
        }
        while (!(reader.CurrentDepth == depth && reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.PropertyName)) && reader.Read());
    }

    private static byte[] Write(string name, bool isAlone, bool isEmpty)
    {
        var text = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        return isAlone
            ? [.. "\"model\":\""u8, .. text, .. isEmpty ? "\""u8 : "\","u8]
            : [(byte)'"', .. text, (byte)'"'];
    }
}
