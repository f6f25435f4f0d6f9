using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Reads the candidate of an answer, whole or in the pieces of a stream (protocols/gemini.md §5).</summary>
internal sealed class GeminiCandidateReader(string provider, GeminiOthers others)
{
    private readonly GeminiPartReader _parts = new(provider);
    private List<AIContent>? _contents;
    private JsonElement? _grounding;
    private List<JsonElement>? _citations;

    /// <summary>Gets the finish reason, or null while there is none.</summary>
    public ChatFinishReason? Finish { get; private set; }

    /// <summary>Gets Google's own word for the finish reason when it is not one of the usual two.</summary>
    public string? FinishWord { get; private set; }

    public string? FinishMessage { get; private set; }

    public bool HasContent => _parts.HasContent;

    public bool HasCalls => _parts.HasCalls;

    /// <summary>Reads the object at the reader.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                ReadContent(ref reader, data);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else if (reader.ValueTextEquals("finishReason"u8))
            {
                reader.Read();
                if (GeminiFinish.Read(ref reader, out var word) is { } finish)
                {
                    Finish = finish;
                    FinishWord = word;
                }
            }
            else if (reader.ValueTextEquals("finishMessage"u8))
            {
                FinishMessage = StringOf(others.Read(ref reader, data, "finishMessage")) ?? FinishMessage;
            }
            else if (reader.ValueTextEquals("groundingMetadata"u8))
            {
                _grounding = NonEmpty(others.Read(ref reader, data, "groundingMetadata")) ?? _grounding;
            }
            else if (reader.ValueTextEquals("citationMetadata"u8))
            {
                if (NonEmpty(others.Read(ref reader, data, "citationMetadata")) is { } citations)
                {
                    (_citations ??= []).Add(citations);
                }
            }
            else
            {
                others.Read(ref reader, data);
            }
        }
    }

    /// <summary>Ends the answer by a block of the prompt that came after content.</summary>
    public void Block(string reason, string? message)
    {
        Finish ??= ChatFinishReason.ContentFilter;
        FinishWord ??= reason;
        FinishMessage ??= message;
    }

    /// <summary>Closes what is open.</summary>
    public void Complete() => _parts.Complete(ref _contents);

    public List<AIContent>? TakeContents()
    {
        var contents = _contents;
        _contents = null;
        return contents;
    }

    public List<AIAnnotation>? MakeAnnotations()
    {
        List<AIAnnotation>? annotations = null;
        if (_grounding is { } grounding)
        {
            GeminiCitations.AddGrounding(grounding, _parts.Offsets, ref annotations);
        }

        foreach (var citations in _citations ?? [])
        {
            GeminiCitations.AddCitations(citations, _parts.Offsets, ref annotations);
        }

        return annotations;
    }

    private void ReadContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("parts"u8))
            {
                ReadParts(ref reader, data);
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                others.Read(ref reader, data);
            }
        }
    }

    private void ReadParts(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                _parts.Read(ref reader, data, ref _contents);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static JsonElement? NonEmpty(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } value && value.EnumerateObject().Any() ? value : null;

    private static string? StringOf(JsonElement? element) => element is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
