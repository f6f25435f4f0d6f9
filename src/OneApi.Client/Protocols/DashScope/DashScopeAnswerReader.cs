using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>
/// Reads one answer out of one body or out of the events of a stream, which have the shape of the whole (protocols/qwen.md §4, §5).
/// One wire's mapping, hence its length. Not thread-safe.
/// </summary>
/// <param name="endpoint">Where the answer comes from.</param>
/// <param name="isWhole">True for a body that is the whole answer.</param>
/// <param name="isCumulative">True when each event repeats the answer so far.</param>
internal sealed class DashScopeAnswerReader(ProviderEndpoint endpoint, bool isWhole, bool isCumulative)
{
    private readonly UnknownMembers _unknown = new();
    private readonly DashScopeRepeats? _repeats = isCumulative ? new() : null;
    private OpenAIToolCallAssembler _calls = new(endpoint.Provider);
    private AdditionalPropertiesDictionary? _others;
    private LastUsage _usage;
    private char _textHalf;
    private char _reasoningHalf;

    // What the event at hand holds.
    private string? _text;
    private string? _reasoning;
    private List<AIContent>? _parts;
    private bool _hasFragment;
    private bool _hasAnswer;
    private ChatFinishReason? _eventFinish;

    public string? ResponseId { get; private set; }

    /// <summary>Gets the finish reason, or null while there is none.</summary>
    public ChatFinishReason? Finish { get; private set; }

    /// <summary>Gets a value indicating whether there was content, fragments of calls included.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Reads one body or the data of one event.</summary>
    /// <returns>True when it had content.</returns>
    /// <exception cref="OneApiException">It says error.</exception>
    /// <exception cref="JsonException">It is not readable.</exception>
    public bool Read(ReadOnlySpan<byte> data, int? status)
    {
        _text = _reasoning = null;
        _parts = null;
        _hasFragment = _hasAnswer = false;
        _eventFinish = null;
        try
        {
            ReadBody(data);
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }

        if (!_hasAnswer && DashScopeErrors.Thrown(endpoint, status, data) is { } thrown)
        {
            throw thrown;
        }

        // An end counts only when its event was read to its end: a body cut within it has none.
        Finish = _eventFinish ?? Finish;
        _text = _text is null ? null : LenientText.Join(_text, ref _textHalf);
        _reasoning = _reasoning is null ? null : LenientText.Join(_reasoning, ref _reasoningHalf);
        var hasContent = _hasFragment || _text is not null || _reasoning is not null || _parts is not null;
        HasContent |= hasContent;
        return hasContent;
    }

    /// <summary>Hands out the contents of what was read last, or null.</summary>
    public List<AIContent>? TakeContents()
    {
        if (_text is null && _reasoning is null && _parts is null)
        {
            return null;
        }

        var contents = new List<AIContent>(1);
        if (_reasoning is not null)
        {
            contents.Add(new TextReasoningContent(_reasoning));
        }

        if (_text is not null)
        {
            contents.Add(new TextContent(_text));
        }

        contents.AddRange(_parts ?? []);
        return contents;
    }

    /// <summary>Called at the end: adds the calls, and refuses an answer with nothing in it (protocols/qwen.md §9).</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ContentFiltered"/> or <see cref="OneApiErrorKind.EmptyResponse"/>.</exception>
    public void Complete(List<AIContent> contents)
    {
        if (!HasContent)
        {
            throw Finish == ChatFinishReason.ContentFilter
                ? ProviderFaults.Of(endpoint, OneApiErrorKind.ContentFiltered, "Nothing of the answer passed the provider's filter.", "content_filter")
                : ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
        }

        _calls.EmitTo(contents);
    }

    /// <summary>Reads the usage: it comes with every event, is cumulative, and the last one holds.</summary>
    public UsageDetails? ReadUsage()
    {
        if (!_usage.TryRead(out var reader))
        {
            return null;
        }

        try
        {
            return DashScopeUsageReader.Read(ref reader, ref _others);
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
            if (reader.ValueTextEquals("output"u8))
            {
                ReadOutput(ref reader, data);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                _usage.Keep(ref reader, data);
            }
            else if (reader.ValueTextEquals("request_id"u8))
            {
                reader.Read();
                ResponseId = string.IsNullOrEmpty(ResponseId) ? JsonRead.StringOrNull(ref reader) : ResponseId;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("code"u8) || reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("status_code"u8))
            {
                reader.Read(); // the error's, or empty beside an answer
                reader.Skip();
            }
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }
    }

    private void ReadOutput(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                ReadChoices(ref reader, data);
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                reader.Read(); // result_format "text"
                _hasAnswer |= reader.TokenType == JsonTokenType.String;
                AddText(JsonRead.StringOrNull(ref reader));
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                _eventFinish = DashScopeFinish.Read(ref reader) ?? _eventFinish;
            }
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }
    }

    private void ReadChoices(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        for (var position = 0; JsonRead.NextItem(ref reader); position++)
        {
            // Several choices do not fit one answer: only the one of index 0 is read. Without an index the place counts.
            if (reader.TokenType == JsonTokenType.StartObject && (OpenAIChoice.IndexOf(reader) ?? position) == 0)
            {
                _hasAnswer = true;
                ReadChoice(ref reader, data);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("message"u8))
            {
                ReadMessage(ref reader, data);
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                _eventFinish = DashScopeFinish.Read(ref reader) ?? _eventFinish;
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                ReadContent(ref reader);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8))
            {
                reader.Read();
                AddReasoning(JsonRead.StringOrNull(ref reader));
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                reader.Read();
                ReadCalls(ref reader, data);
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }
    }

    /// <summary>A string, or the multimodal endpoint's array of items, which may be empty.</summary>
    private void ReadContent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            AddText(JsonRead.StringOrNull(ref reader));
            return;
        }

        string? text = null;
        List<AIContent>? parts = null;
        while (JsonRead.NextItem(ref reader))
        {
            DashScopeItemReader.Read(JsonRead.Element(ref reader), ref text, ref parts);
        }

        AddText(text);
        _parts = _repeats is null ? parts : _repeats.NewParts(parts);
    }

    private void ReadCalls(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            reader.Skip();
            return;
        }

        if (isWhole || isCumulative)
        {
            _calls = isCumulative ? new(endpoint.Provider) : _calls;
            _calls.ReadWhole(ref reader, data);
        }
        else
        {
            _calls.Read(ref reader, data);
        }

        _hasFragment = !_calls.IsEmpty;
    }

    private void AddText(string? text)
    {
        text = _repeats is null ? text : _repeats.NewText(text);
        _text = string.IsNullOrEmpty(text) ? _text : text;
    }

    private void AddReasoning(string? text)
    {
        text = _repeats is null ? text : _repeats.NewReasoning(text);
        _reasoning = string.IsNullOrEmpty(text) ? _reasoning : text;
    }
}
