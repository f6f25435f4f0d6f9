using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Reads one answer out of one GenerateContentResponse or many partial ones: a chunk of a stream has the shape of the whole
/// (protocols/gemini.md §5, §6). Not thread-safe.
/// </summary>
internal sealed class GeminiAnswerReader
{
    private readonly GeminiOthers _others;
    private readonly GeminiCandidateReader _candidate;
    private readonly ProviderEndpoint _endpoint;
    private LastUsage _usage;

    public GeminiAnswerReader(ProviderEndpoint endpoint)
    {
        _endpoint = endpoint;
        _others = new();
        _candidate = new(endpoint.Provider, _others);
    }

    public string? ResponseId { get; private set; }

    public string? ModelId { get; private set; }

    public DateTimeOffset? CreatedAt { get; private set; }

    /// <summary>Gets a value indicating whether there was content, a call that is still being streamed included.</summary>
    public bool HasContent => _candidate.HasContent;

    /// <summary>Gets a value indicating whether a finish reason or a block reason was seen.</summary>
    public bool IsFinished => _candidate.Finish is not null;

    /// <summary>Gets the finish reason; a stop after function calls means that they are to be made.</summary>
    public ChatFinishReason? FinishReason => _candidate.Finish == ChatFinishReason.Stop && _candidate.HasCalls ? ChatFinishReason.ToolCalls : _candidate.Finish;

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
                GeminiErrors.ThrowIfError(_endpoint, status, JsonRead.Element(ref reader));
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
    public List<AIContent>? TakeContents() => _candidate.TakeContents();

    /// <summary>Hands out the members since the last time that no property of the response fits, or null.</summary>
    public AdditionalPropertiesDictionary? TakeOthers() => _others.Take();

    /// <summary>Reads the usage, the last one that had counts. What in it is no count goes to the others.</summary>
    public UsageDetails? ReadUsage()
    {
        if (!_usage.TryRead(out var reader))
        {
            return null;
        }

        try
        {
            return _others.ReadUsage(ref reader);
        }
        catch (InvalidOperationException)
        {
            return null; // a name in it is no valid Unicode: the answer is whole all the same
        }
    }

    /// <summary>Makes the annotations of the whole text, or null.</summary>
    public List<AIAnnotation>? MakeAnnotations() => _candidate.MakeAnnotations();

    /// <summary>Called at the end: closes what is open and refuses an answer with nothing in it (protocols/gemini.md §8).</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ContentFiltered"/> or <see cref="OneApiErrorKind.EmptyResponse"/>.</exception>
    public void Complete()
    {
        _candidate.Complete();
        if (HasContent || _candidate.Finish == ChatFinishReason.Length)
        {
            return;
        }

        var kind = _candidate.Finish == ChatFinishReason.ContentFilter ? OneApiErrorKind.ContentFiltered : OneApiErrorKind.EmptyResponse;
        throw ProviderFaults.Of(_endpoint, kind, _candidate.FinishMessage, _candidate.FinishWord);
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
                _candidate.Read(ref reader, data);
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

    private void ReadFeedback(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, out string? reason, out string? message)
    {
        var feedback = _others.Read(ref reader, data, "promptFeedback");
        reason = StringOf(feedback, "blockReason");
        message = StringOf(feedback, "blockReasonMessage");
    }

    /// <summary>A prompt that was blocked has no answer; a block after content ends the answer.</summary>
    private void Block(string reason, string? message)
    {
        if (!HasContent && !IsFinished)
        {
            throw ProviderFaults.Of(_endpoint, OneApiErrorKind.ContentFiltered, message, reason);
        }

        _candidate.Block(reason, message);
    }

    private void KeepUsage(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (GeminiUsageReader.HasCounts(reader))
        {
            _usage.Keep(ref reader, data);
        }
        else
        {
            reader.Skip();
        }
    }

    private static string? StringOf(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
