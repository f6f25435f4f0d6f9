using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Reads what stands in a message or delta besides plain text: content arrays, annotations, audio, images.</summary>
internal static class OpenAIContentParts
{
    /// <summary>Reads <c>content</c> as an array of parts (Mistral: <c>thinking</c>, <c>text</c>, <c>reference</c>; others: images).</summary>
    public static void ReadArray(ref Utf8JsonReader reader, List<AIContent> contents, string provider)
    {
        while (JsonRead.NextItem(ref reader))
        {
            var part = JsonRead.Element(ref reader);
            if (part.ValueKind == JsonValueKind.String)
            {
                AddText(contents, JsonRead.Text(part));
            }
            else if (part.ValueKind == JsonValueKind.Object)
            {
                ReadPart(part, contents, provider);
            }
        }
    }

    /// <summary>Reads <c>annotations</c>: each <c>url_citation</c> becomes an annotation.</summary>
    public static void ReadAnnotations(ref Utf8JsonReader reader, ref List<AIAnnotation>? annotations)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            var item = JsonRead.Element(ref reader);
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("url_citation", out var citation) && citation.ValueKind == JsonValueKind.Object)
            {
                (annotations ??= []).Add(OpenAICitations.Make(citation));
            }
        }
    }

    /// <summary>Reads <c>audio</c>: the bytes, and the transcript as text.</summary>
    public static void ReadAudio(ref Utf8JsonReader reader, List<AIContent> contents, string mediaType)
    {
        string? id = null;
        ReadAudio(ref reader, contents, mediaType, ref id);
    }

    /// <summary>Reads a piece of <c>audio</c>; in a stream only the first one names the id.</summary>
    public static void ReadAudio(ref Utf8JsonReader reader, List<AIContent> contents, string mediaType, ref string? id)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        string? data = null;
        string? transcript = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = JsonRead.StringOrNull(ref reader) ?? id;
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                data = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("transcript"u8))
            {
                reader.Read();
                transcript = JsonRead.StringOrNull(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        AddText(contents, transcript);
        if (!string.IsNullOrEmpty(data) && Decode(data) is { } bytes)
        {
            var content = new DataContent(bytes, mediaType);
            if (id is not null)
            {
                content.AdditionalProperties = new() { [OpenAIAudio.IdProperty] = id };
            }

            contents.Add(content);
        }
    }

    /// <summary>Reads OpenRouter's <c>images</c>.</summary>
    public static void ReadImages(ref Utf8JsonReader reader, List<AIContent> contents)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            AddImage(JsonRead.Element(ref reader), contents);
        }
    }

    /// <summary>The text of <c>reasoning_details</c>: of text and summary items, joined.</summary>
    public static string DetailsText(JsonElement details) => details.ValueKind != JsonValueKind.Array
        ? string.Empty
        : string.Concat(details.EnumerateArray().Select(static item => StringOf(item, "text") ?? StringOf(item, "summary")));

    private static void ReadPart(JsonElement part, List<AIContent> contents, string provider)
    {
        switch (StringOf(part, "type"))
        {
            case "thinking" when part.TryGetProperty("thinking", out var thinking):
                var text = thinking.ValueKind == JsonValueKind.Array
                    ? string.Concat(thinking.EnumerateArray().Select(static item => StringOf(item, "text")))
                    : StringOf(part, "thinking");
                AddThinking(contents, text, StringOf(part, "signature"), provider);
                break;
            case "image_url":
                AddImage(part, contents);
                break;
            case "refusal":
                contents.Add(new ErrorContent(StringOf(part, "refusal") ?? string.Empty) { ErrorCode = "Refusal" });
                break;
            case "reference":
                var reference = new CitationAnnotation { RawRepresentation = part };
                contents.Add(new TextContent(string.Empty) { Annotations = [reference], RawRepresentation = part });
                break;
            case "text" or null:
                AddText(contents, StringOf(part, "text"));
                break;
            default:
                contents.Add(new AIContent { RawRepresentation = part });
                break;
        }
    }

    private static void AddThinking(List<AIContent> contents, string? text, string? signature, string provider)
    {
        if (string.IsNullOrEmpty(text) && signature is null)
        {
            return;
        }

        var thinking = new TextReasoningContent(text) { ProtectedData = signature };
        if (signature is not null)
        {
            OpaqueState.Mark(thinking, provider);
        }

        contents.Add(thinking);
    }

    private static void AddText(List<AIContent> contents, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            contents.Add(new TextContent(text));
        }
    }

    private static void AddImage(JsonElement part, List<AIContent> contents)
    {
        if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("image_url", out var image))
        {
            return;
        }

        var url = image.ValueKind == JsonValueKind.String ? JsonRead.Text(image) : StringOf(image, "url");
        if (url is null)
        {
            return;
        }

        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            contents.Add(DataOf(url) ?? new AIContent { RawRepresentation = part });
        }
        else if (Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            contents.Add(new UriContent(address, "image/*"));
        }
    }

    /// <summary>The data of a data URI, or null when it is none.</summary>
    private static DataContent? DataOf(string uri)
    {
        try
        {
            return new(uri);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string data)
    {
        var bytes = new byte[(data.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(data, bytes, out var written) ? bytes[..written] : null;
    }

    public static string? StringOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonRead.Text(value) : null;
}
