using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>
/// Reads one answer out of one body or out of the events of a stream, which have the shape of the whole (protocols/wenxin.md §4, §5,
/// §8). One wire's mapping, hence its length. Not thread-safe.
/// </summary>
internal sealed class WenxinAnswerReader(ProviderEndpoint endpoint)
{
    private readonly UnknownMembers _unknown = new();
    private AdditionalPropertiesDictionary? _others;
    private (string Name, byte[] Arguments)? _call;
    private LastUsage _usage;
    private char _half;
    private string? _word;
    private bool _isTruncated;
    private bool _isFiltered;
    private bool _callIsGiven;

    // What the event at hand holds.
    private string? _text;
    private string? _thoughts;
    private string? _eventWord;
    private bool _hasCall;
    private bool _hasAnswer;
    private bool _hasCode;
    private bool _endsHere;

    public string? ResponseId { get; private set; }

    public DateTimeOffset? CreatedAt { get; private set; }

    /// <summary>Gets a value indicating whether an event said that it is the last.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Gets a value indicating whether there was text or a call.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Gets the finish reason of an answer that has ended: <c>normal</c> stands on every event, so the end alone means nothing more than stop.</summary>
    public ChatFinishReason Finish => _isFiltered ? ChatFinishReason.ContentFilter
        : _isTruncated ? ChatFinishReason.Length
        : _call is not null ? ChatFinishReason.ToolCalls
        : _word switch
        {
            "length" => ChatFinishReason.Length,
            "content_filter" => ChatFinishReason.ContentFilter,
            null or "" or "normal" or "stop" or "function_call" or "tool_calls" => ChatFinishReason.Stop,
            var word => new(word),
        };

    /// <summary>Reads one body or the data of one event.</summary>
    /// <returns>True when it had content.</returns>
    /// <exception cref="OneApiException">It says error.</exception>
    /// <exception cref="JsonException">It is not readable.</exception>
    public bool Read(ReadOnlySpan<byte> data, int? status)
    {
        _text = _thoughts = _eventWord = null;
        _hasCall = _hasAnswer = _hasCode = _endsHere = false;
        try
        {
            ReadBody(data);
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }

        if ((_hasCode || !_hasAnswer) && WenxinErrorReader.Thrown(endpoint, status, data) is { } thrown)
        {
            throw thrown;
        }

        // An end counts only when its event was read to its end.
        IsEnd |= _endsHere;
        _word = _eventWord ?? _word;
        _text = string.IsNullOrEmpty(_text) ? null : LenientText.Join(_text, ref _half);
        var hasContent = _text is not null || _hasCall;
        HasContent |= hasContent;
        return hasContent;
    }

    /// <summary>Hands out the contents of what was read last.</summary>
    /// <param name="responseId">The answer's id, of which the call's is made.</param>
    public List<AIContent> TakeContents(string responseId)
    {
        var contents = new List<AIContent>(1);
        if (_thoughts is not null)
        {
            contents.Add(new TextReasoningContent(_thoughts));
        }

        if (_text is not null)
        {
            contents.Add(new TextContent(_text));
        }

        if (_hasCall && !_callIsGiven)
        {
            _callIsGiven = true;
            contents.Add(WenxinCall.Make(_call!.Value, responseId));
        }

        return contents;
    }

    /// <summary>Called at the end: adds the sources of the search, and refuses an answer with nothing in it (protocols/wenxin.md §12).</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ContentFiltered"/> or <see cref="OneApiErrorKind.EmptyResponse"/>.</exception>
    public void Complete(List<AIContent> contents)
    {
        var finish = Finish;
        if (!HasContent && finish != ChatFinishReason.Length)
        {
            throw finish == ChatFinishReason.ContentFilter
                ? ProviderFaults.Of(endpoint, OneApiErrorKind.ContentFiltered, "Nothing of the answer passed the provider's filter.", "need_clear_history")
                : ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
        }

        if (SourcesOf(_unknown.ValueOf("search_info"u8)) is { } sources)
        {
            contents.Add(new TextContent(string.Empty) { Annotations = sources });
        }
    }

    /// <summary>Reads the usage: the numbers of the last event hold.</summary>
    public UsageDetails? ReadUsage()
    {
        if (!_usage.TryRead(out var reader))
        {
            return null;
        }

        try
        {
            return OpenAIUsageReader.Read(ref reader, WireProfile.Default, ref _others);
        }
        catch (InvalidOperationException error)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The usage is not readable.", inner: error);
        }
    }

    /// <summary>Hands out the members since the last time that no property of the response fits, or null.</summary>
    public AdditionalPropertiesDictionary? TakeOthers()
    {
        var others = _others;
        _others = null;
        return others;
    }

    private void ReadBody(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("result"u8))
            {
                reader.Read();
                _hasAnswer |= reader.TokenType == JsonTokenType.String;
                _text = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("is_end"u8))
            {
                reader.Read();
                _endsHere = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                ReadWord(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                _usage.Keep(ref reader, data);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                ReadId(ref reader);
            }
            else
            {
                ReadRare(ref reader, data);
            }
        }
    }

    private void ReadRare(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (reader.ValueTextEquals("is_truncated"u8))
        {
            reader.Read();
            _isTruncated |= reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("need_clear_history"u8))
        {
            ReadFilter(ref reader, data);
        }
        else if (reader.ValueTextEquals("function_call"u8))
        {
            ReadCall(ref reader, data);
        }
        else if (reader.ValueTextEquals("created"u8))
        {
            reader.Read();
            CreatedAt ??= UnixTime.FromSeconds(JsonRead.Int64OrNull(ref reader));
        }
        else if (reader.ValueTextEquals("error_code"u8))
        {
            reader.Read();
            _hasCode = JsonRead.TextOrNull(ref reader) is not (null or "" or "0");
        }
        else if (reader.ValueTextEquals("object"u8) || reader.ValueTextEquals("sentence_id"u8) || reader.ValueTextEquals("error_msg"u8))
        {
            reader.Read(); // constants, numbers of events, and the words of an error
            reader.Skip();
        }
        else
        {
            _unknown.Read(ref reader, data, ref _others);
        }
    }

    private void ReadCall(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var call = WenxinCall.Read(ref reader, data, out var thoughts);
        if (call is null || _call is not null)
        {
            return; // null beside a text, or the same call again
        }

        _call = call;
        _thoughts = thoughts;
        _hasCall = _hasAnswer = true;
    }

    private void ReadWord(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("normal"u8))
        {
            _eventWord = "normal";
            return;
        }

        _eventWord = JsonRead.StringOrNull(ref reader);
    }

    private void ReadId(ref Utf8JsonReader reader)
    {
        if (ResponseId is { Length: > 0 })
        {
            reader.Skip();
            return;
        }

        ResponseId = JsonRead.StringOrNull(ref reader);
    }

    /// <summary>Once true, it holds for the answer, and the host is told: it may want to clear its history, from the turn that <c>ban_round</c> names.</summary>
    private void ReadFilter(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var value = reader;
        value.Read();
        if (value.TokenType == JsonTokenType.True)
        {
            _isFiltered = true;
            _unknown.Read(ref reader, data, ref _others);
            return;
        }

        reader.Read();
        reader.Skip();
    }

    private static List<AIAnnotation>? SourcesOf(ReadOnlySpan<byte> searchInfo)
    {
        if (searchInfo.IsEmpty)
        {
            return null;
        }

        List<AIAnnotation>? sources = null;
        var reader = new Utf8JsonReader(searchInfo);
        var info = JsonElement.ParseValue(ref reader);
        if (info.ValueKind == JsonValueKind.Object && info.TryGetProperty("search_results"u8, out var results))
        {
            OpenAICitations.Add(results, ref sources);
        }

        return sources;
    }
}
