using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>
/// Reads one answer out of one body or out of the events of a stream (protocols/hunyuan.md §4, §5), inside <c>Response</c> or without
/// it. One wire's mapping, hence its length. Not thread-safe.
/// </summary>
internal sealed class HunyuanAnswerReader(ChatRequest request, bool isWhole)
{
    private readonly ProviderEndpoint _endpoint = request.Endpoint;
    private readonly UnknownMembers _unknown = new();
    private readonly HunyuanCallAssembler _calls = new();
    private readonly HunyuanStopText? _stopText = HunyuanRequestWriter.StopsOf(request) is { Count: > 0 } stops ? new(stops) : null;
    private AdditionalPropertiesDictionary? _others;
    private LastUsage _usage;
    private string? _id;
    private string? _requestId;
    private char _textHalf;
    private char _reasoningHalf;

    // What the event at hand holds.
    private string? _text;
    private string? _reasoning;
    private bool _hasFragment;
    private bool _hasChoice;
    private ChatFinishReason? _eventFinish;

    /// <summary>Gets the answer's id, or else the request's.</summary>
    public string? ResponseId => _id ?? _requestId;

    public DateTimeOffset? CreatedAt { get; private set; }

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
        _hasFragment = _hasChoice = false;
        _eventFinish = null;
        try
        {
            ReadBody(data, status);
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }

        if (!_hasChoice && HunyuanErrorReader.Thrown(_endpoint, status, data) is { } thrown)
        {
            throw thrown;
        }

        // An end counts only when its event was read to its end: a body cut within it has none.
        Finish = _eventFinish ?? Finish;
        var hasContent = _hasFragment || _text is not null || _reasoning is not null;
        HasContent |= hasContent;
        _text = _text is null ? null : LenientText.Join(_text, ref _textHalf);
        _reasoning = _reasoning is null ? null : LenientText.Join(_reasoning, ref _reasoningHalf);
        if (_stopText is not null && _text is not null)
        {
            _text = _stopText.Push(_text) is { Length: > 0 } sure ? sure : null;
        }

        return hasContent;
    }

    /// <summary>Hands out the contents of what was read last, or null.</summary>
    public List<AIContent>? TakeContents()
    {
        if (_text is null && _reasoning is null)
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

        return contents;
    }

    /// <summary>Called at the end: adds the text that was held back and the calls, and refuses an answer with nothing in it.</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ContentFiltered"/> or <see cref="OneApiErrorKind.EmptyResponse"/>.</exception>
    public void Complete(List<AIContent> contents)
    {
        if (!HasContent)
        {
            throw Finish == ChatFinishReason.ContentFilter
                ? ProviderFaults.Of(_endpoint, OneApiErrorKind.ContentFiltered, "Nothing of the answer passed the provider's filter.", "sensitive")
                : ProviderFaults.Of(_endpoint, OneApiErrorKind.EmptyResponse);
        }

        if (_stopText?.Finish() is { Length: > 0 } rest)
        {
            contents.Add(new TextContent(rest));
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
            return HunyuanUsageReader.Read(ref reader);
        }
        catch (InvalidOperationException error)
        {
            throw ProviderFaults.Of(_endpoint, OneApiErrorKind.ProtocolViolation, "The usage is not readable.", inner: error);
        }
    }

    /// <summary>Hands out the members since the last time that no property of the response fits, or null.</summary>
    public AdditionalPropertiesDictionary? TakeOthers()
    {
        var others = _others;
        _others = null;
        return others;
    }

    private void ReadBody(ReadOnlySpan<byte> data, int? status)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        ReadAnswer(ref reader, data, status);
    }

    private void ReadAnswer(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, int? status)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("Choices"u8))
            {
                ReadChoices(ref reader, data);
            }
            else if (reader.ValueTextEquals("Usage"u8))
            {
                reader.Read();
                _usage.Keep(ref reader, data);
            }
            else if (reader.ValueTextEquals("Id"u8))
            {
                reader.Read();
                ReadId(ref reader, ref _id);
            }
            else if (reader.ValueTextEquals("RequestId"u8))
            {
                reader.Read();
                ReadId(ref reader, ref _requestId);
            }
            else if (reader.ValueTextEquals("Created"u8))
            {
                reader.Read();
                CreatedAt ??= UnixTime.FromSeconds(JsonRead.Int64OrNull(ref reader));
            }
            else if (reader.ValueTextEquals("Response"u8))
            {
                if (JsonRead.EnterObject(ref reader))
                {
                    ReadAnswer(ref reader, data, status);
                }
            }
            else if (reader.ValueTextEquals("Error"u8) || reader.ValueTextEquals("ErrorMsg"u8))
            {
                ReadPossibleError(ref reader, data, status);
            }
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }
    }

    private static void ReadId(ref Utf8JsonReader reader, ref string? id)
    {
        if (id is null)
        {
            id = JsonRead.StringOrNull(ref reader) is { Length: > 0 } text ? text : null;
        }

        reader.Skip();
    }

    private void ReadPossibleError(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, int? status)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject && HunyuanErrorReader.Thrown(_endpoint, status, data) is { } thrown)
        {
            throw thrown;
        }

        reader.Skip();
    }

    private void ReadChoices(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        for (var position = 0; JsonRead.NextItem(ref reader); position++)
        {
            // One answer has one choice; of several only the first is read.
            if (position == 0 && reader.TokenType == JsonTokenType.StartObject)
            {
                _hasChoice = true;
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
            if (reader.ValueTextEquals("Delta"u8) || reader.ValueTextEquals("Message"u8))
            {
                ReadMessage(ref reader, data);
            }
            else if (reader.ValueTextEquals("FinishReason"u8))
            {
                reader.Read();
                _eventFinish = HunyuanFinish.Read(ref reader) ?? _eventFinish;
            }
            else if (reader.ValueTextEquals("Index"u8))
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
            if (reader.ValueTextEquals("Content"u8))
            {
                reader.Read();
                _text = JsonRead.StringOrNull(ref reader) is { Length: > 0 } text ? text : _text;
            }
            else if (reader.ValueTextEquals("ReasoningContent"u8))
            {
                reader.Read();
                _reasoning = JsonRead.StringOrNull(ref reader) is { Length: > 0 } text ? text : _reasoning;
            }
            else if (reader.ValueTextEquals("ToolCalls"u8))
            {
                _calls.Read(ref reader, isWhole);
                _hasFragment = !_calls.IsEmpty;
            }
            else if (reader.ValueTextEquals("Role"u8))
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
}
