using System.Buffers;
using System.Text.Json;
using OneApi.Client.Protocols;

namespace OneApi.Client.Relays;

/// <summary>Reads a JSON body that is passed on: the texts of what is asked, and the body with another <c>model</c> at its top.</summary>
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

        List<string> texts = [];
        var wantsEvents = false;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("input"u8) || reader.ValueTextEquals("query"u8) || reader.ValueTextEquals("documents"u8) || reader.ValueTextEquals("instructions"u8))
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

        return new(model => With(body.Span, model)) { Texts = texts, WantsEvents = wantsEvents };
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

    private static byte[] With(ReadOnlySpan<byte> body, string model)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + model.Length + 16);
        JsonEdit.Write(output, body, [JsonChange.Set("model", JsonEdit.TextOf(model))]);
        return output.WrittenSpan.ToArray();
    }
}
