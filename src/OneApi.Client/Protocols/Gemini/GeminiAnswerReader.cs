using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Reads one answer out of one GenerateContentResponse or many partial ones: a chunk of a stream has the shape of the whole
/// (protocols/gemini.md §5, §6). Not thread-safe.
/// </summary>
internal sealed class GeminiAnswerReader(ProviderEndpoint endpoint)
{
    private readonly GeminiPartReader _parts = new(endpoint.Provider);
    private readonly GeminiOthers _others = new();
    private List<AIContent>? _contents;
    private JsonElement? _grounding;
    private List<JsonElement>? _citations;
    private ChatFinishReason? _finish;
    private string? _finishWord;
    private string? _finishMessage;
    private byte[]? _usage;
    private int _usageLength;

    public string? ResponseId { get; private set; }

    public string? ModelId { get; private set; }

    public DateTimeOffset? CreatedAt { get; private set; }

    /// <summary>Gets a value indicating whether there was content, a call that is still being streamed included.</summary>
    public bool HasContent => _parts.HasContent;

    /// <summary>Gets a value indicating whether a finish reason or a block reason was seen.</summary>
    public bool IsFinished => _finish is not null;

    /// <summary>Gets the finish reason; a stop after function calls means that they are to be made.</summary>
    public ChatFinishReason? FinishReason => _finish == ChatFinishReason.Stop && _parts.HasCalls ? ChatFinishReason.ToolCalls : _finish;

    /// <summary>Reads the object at the reader.</summary>
    /// <exception cref="OneApiException">It says error, or that the prompt was blocked.</exception>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, int? status)
    {
        string? blockReason = null;
        string? blockMessage = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("candidates"u8))
            {
                ReadCandidates(ref reader, data);
            }
            else if (reader.ValueTextEquals("usageMetadata"u8))
            {
                reader.Read();
                KeepUsage(ref reader, data);
            }
            else if (reader.ValueTextEquals("modelVersion"u8))
            {
                reader.Read();
                ModelId = string.IsNullOrEmpty(ModelId) ? JsonRead.StringOrNull(ref reader) : ModelId;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("responseId"u8))
            {
                reader.Read();
                ResponseId = string.IsNullOrEmpty(ResponseId) ? JsonRead.StringOrNull(ref reader) : ResponseId;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("createTime"u8))
            {
                reader.Read();
                if (CreatedAt is null && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var created))
                {
                    CreatedAt = created;
                }

                reader.Skip();
            }
            else if (reader.ValueTextEquals("promptFeedback"u8))
            {
                ReadFeedback(ref reader, data, out blockReason, out blockMessage);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                GeminiErrors.ThrowIfError(endpoint, status, JsonRead.Element(ref reader));
            }
            else
            {
                _others.Read(ref reader, data);
            }
        }

        if (blockReason is not null)
        {
            Block(blockReason, blockMessage);
        }
    }

    /// <summary>Hands out the contents since the last time, or null.</summary>
    public List<AIContent>? TakeContents()
    {
        var contents = _contents;
        _contents = null;
        return contents;
    }

    /// <summary>Hands out the members since the last time that no property of the response fits, or null.</summary>
    public AdditionalPropertiesDictionary? TakeOthers() => _others.Take();

    /// <summary>Reads the usage, the last one that had counts. What in it is no count goes to the others.</summary>
    public UsageDetails? ReadUsage()
    {
        if (_usage is null)
        {
            return null;
        }

        var reader = new Utf8JsonReader(_usage.AsSpan(0, _usageLength));
        reader.Read();
        return _others.ReadUsage(ref reader);
    }

    /// <summary>Makes the annotations of the whole text, or null.</summary>
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

    /// <summary>Called at the end: closes what is open and refuses an answer with nothing in it (protocols/gemini.md §8).</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ContentFiltered"/> or <see cref="OneApiErrorKind.EmptyResponse"/>.</exception>
    public void Complete()
    {
        _parts.Complete(ref _contents);
        if (HasContent || _finish == ChatFinishReason.Length)
        {
            return;
        }

        var kind = _finish == ChatFinishReason.ContentFilter ? OneApiErrorKind.ContentFiltered : OneApiErrorKind.EmptyResponse;
        throw ProviderFaults.Of(endpoint, kind, _finishMessage, _finishWord);
    }

    private void ReadCandidates(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject && IsFirst(reader))
            {
                ReadCandidate(ref reader, data);
            }
            else
            {
                reader.Skip(); // several candidates do not fit one answer: the first is the answer
            }
        }
    }

    /// <summary>A candidate without an index is the first.</summary>
    private static bool IsFirst(Utf8JsonReader reader)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            var isIndex = reader.ValueTextEquals("index"u8);
            reader.Read();
            if (isIndex)
            {
                return JsonRead.Int64OrNull(ref reader) is null or 0;
            }

            reader.Skip();
        }

        return true;
    }

    private void ReadCandidate(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
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
                    _finish = finish;
                    _finishWord = word;
                }
            }
            else if (reader.ValueTextEquals("finishMessage"u8))
            {
                _finishMessage = StringOf(_others.Read(ref reader, data, "finishMessage")) ?? _finishMessage;
            }
            else if (reader.ValueTextEquals("groundingMetadata"u8))
            {
                _grounding = NonEmpty(_others.Read(ref reader, data, "groundingMetadata")) ?? _grounding;
            }
            else if (reader.ValueTextEquals("citationMetadata"u8))
            {
                if (NonEmpty(_others.Read(ref reader, data, "citationMetadata")) is { } citations)
                {
                    (_citations ??= []).Add(citations);
                }
            }
            else
            {
                _others.Read(ref reader, data);
            }
        }
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
                _others.Read(ref reader, data);
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

    private void ReadFeedback(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, out string? reason, out string? message)
    {
        var feedback = _others.Read(ref reader, data, "promptFeedback");
        reason = StringOf(feedback, "blockReason");
        message = StringOf(feedback, "blockReasonMessage");
    }

    /// <summary>A prompt that was blocked has no answer; a block after content ends the answer.</summary>
    private void Block(string reason, string? message)
    {
        if (!HasContent && _finish is null)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ContentFiltered, message, reason);
        }

        _finish ??= ChatFinishReason.ContentFilter;
        _finishWord ??= reason;
        _finishMessage ??= message;
    }

    /// <summary>Usage comes with every chunk and the last one wins, so only its bytes are kept until the end.</summary>
    private void KeepUsage(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!GeminiUsageReader.HasCounts(reader))
        {
            reader.Skip();
            return;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var bytes = data[start..(int)reader.BytesConsumed];
        if (_usage is null || _usage.Length < bytes.Length)
        {
            _usage = new byte[Math.Max(512, bytes.Length)];
        }

        bytes.CopyTo(_usage);
        _usageLength = bytes.Length;
    }

    private static JsonElement? NonEmpty(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } value && value.EnumerateObject().Any() ? value : null;

    private static string? StringOf(JsonElement? element) => element is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string? StringOf(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? StringOf(member) : null;
}
