using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>
/// Reads a streamed chat completion (protocols/openai.md §6) and what compatible servers make of it (openai-compatible.md §1).
/// A hot path: per chunk of text it makes the text, its content, its list and its update, and nothing else.
/// </summary>
internal sealed class OpenAIStreamReader(ProviderEndpoint endpoint, WireProfile? ofModel = null, Func<bool, UsageDetails?, ChatFinishReason>? inferFinish = null) : ChatStreamReader
{
    private static readonly byte[][] SourceMembers = ["search_results"u8.ToArray(), "citations"u8.ToArray(), "web_search"u8.ToArray()];

    private readonly OpenAIToolCallAssembler _calls = new(endpoint.Provider);
    private readonly UnknownMembers _unknown = new();
    private StringBuilder? _refusal;
    private List<AIAnnotation>? _annotations;
    private List<AIContent>? _parts;
    private AdditionalPropertiesDictionary? _others;
    private ReasoningDetailsAssembler? _details;
    private string? _responseId;
    private string? _model;
    private DateTimeOffset? _createdAt;
    private ChatFinishReason? _finish;
    private string? _finishWord;
    private bool _announced;
    private bool _inReasoning;
    private bool _isFiltered;
    private string? _audioId;
    private char _textHalf;
    private char _reasoningHalf;
    private readonly WireProfile _profile = ofModel ?? endpoint.Profile;
    private readonly ThinkTags? _tags = (ofModel ?? endpoint.Profile).ThinkTags ? new() : null;
    private StringBuilder? _blanks;
    private bool _hasText;
    private bool _hadText;
    private OtherChoices? _otherChoices;
    private bool _countsAll;
    private bool _isRepeated;
    private LastUsage _usage;

    // What the chunk at hand holds.
    private string? _text;
    private string? _reasoning;
    private string? _detailsText;
    private bool _hasFragment;
    private bool _hasPlainReasoning;
    private bool _hadPlainReasoning;
    private bool _hasChoice;
    private bool _hasUsage;
    private bool _hitLimit;
    private ChatFinishReason? _chunkFinish;
    private string? _chunkFinishWord;

    public override ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.SequenceEqual("[DONE]"u8))
        {
            IsComplete = true;
            return null;
        }

        if (data.IsEmpty)
        {
            return null;
        }

        if (eventType == "error")
        {
            throw OpenAIErrors.Thrown(endpoint, null, data) ?? ProviderFaults.Of(endpoint, OneApiErrorKind.Unknown);
        }

        _text = _reasoning = _detailsText = _chunkFinishWord = null;
        _hasFragment = _hasPlainReasoning = _hasChoice = _hasUsage = _hitLimit = false;
        _parts = null;
        _chunkFinish = null;
        try
        {
            ReadChunk(data);
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }

        _isFiltered |= OpenAIFinish.IsFiltered(_others, endpoint.Profile); // for good: a later chunk takes nothing back
        TakeFinish();
        IsComplete |= _isRepeated;
        return MakeUpdate();
    }

    public override ChatResponseUpdate? Complete()
    {
        if (!IsComplete && _finish is null)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The stream stopped without its end mark.");
        }

        if (_unknown.ValueOf("output_sensitive"u8).SequenceEqual("true"u8) || _unknown.ValueOf("input_sensitive"u8).SequenceEqual("true"u8))
        {
            _finish = ChatFinishReason.ContentFilter; // MiniMax's filter, whatever the finish reason says (minimax.md §4)
        }

        if (_isFiltered)
        {
            _finish = ChatFinishReason.ContentFilter;
        }

        var usage = ReadUsage() ?? OpenAIBotUsage.Read(_unknown.ValueOf("bot_usage"u8), endpoint.Profile);
        _finish ??= inferFinish?.Invoke(!_calls.IsEmpty, usage);
        var contents = new List<AIContent>();
        AddHeld(contents);
        OpenAIFinish.ThrowIfNoAnswer(endpoint, _finish, _finishWord, HasContent, usage);
        if (_details is not null)
        {
            contents.Add(_details.ToContent(endpoint.Provider));
        }

        if (_refusal is not null)
        {
            contents.Add(new ErrorContent(_refusal.ToString()) { ErrorCode = "Refusal" });
        }

        AddSources();
        if (_annotations is not null)
        {
            contents.Add(new TextContent(string.Empty) { Annotations = _annotations });
        }

        _calls.EmitTo(contents);
        if (usage is not null)
        {
            contents.Add(new UsageContent(usage));
        }

        return NewUpdate(contents);
    }

    private void ReadChunk(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        string? id = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                reader.Read();
                ReadChoices(ref reader, data);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                if (_responseId is null)
                {
                    id = JsonRead.TextOrNull(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
            else if (reader.ValueTextEquals("object"u8) || reader.ValueTextEquals("lastOne"u8) || reader.ValueTextEquals("obfuscation"u8) || reader.ValueTextEquals("p"u8))
            {
                reader.Read(); // padding and constants
                reader.Skip();
            }
            else if (reader.ValueTextEquals("created"u8))
            {
                reader.Read();
                if (_createdAt is null)
                {
                    _createdAt = UnixTime.FromSeconds(JsonRead.Int64OrNull(ref reader));
                }
                else
                {
                    reader.Skip();
                }
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                if (string.IsNullOrEmpty(_model))
                {
                    _model = JsonRead.StringOrNull(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                _countsAll |= reader.TokenType == JsonTokenType.StartObject;
                KeepUsage(ref reader, data);
            }
            else if (reader.ValueTextEquals("x_groq"u8))
            {
                ReadGroq(ValueAfter(reader, data));
                _unknown.Read(ref reader, data, ref _others);
            }
            else if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("base_resp"u8))
            {
                ReadPossibleError(ref reader, data);
            }
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }

        if (id is { Length: > 0 })
        {
            _responseId = id;
        }

        // An object with neither a choice nor usage may be an error in a shape of its own (openai-compatible.md §1, rule 8).
        if (!_hasChoice && !_hasUsage && OpenAIErrors.Thrown(endpoint, null, data) is { } error)
        {
            throw error;
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
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            // Several choices do not fit one answer: only the one of index 0 is read. Without an index the place counts.
            _hasChoice = true;
            if ((OpenAIChoice.IndexOf(reader) ?? position) == 0)
            {
                ReadChoice(ref reader, data);
            }
            else
            {
                (_otherChoices ??= new()).Read(ref reader);
            }
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var hasDelta = false;
        Utf8JsonReader message = default;
        var hasMessage = false;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                reader.Read();
                hasDelta |= reader.TokenType == JsonTokenType.StartObject;
                ReadDelta(ref reader, data);
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                _chunkFinish = OpenAIFinish.Read(ref reader, out _chunkFinishWord);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                reader.Read();
                message = reader;
                hasMessage = true;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                KeepUsage(ref reader, data);
            }
            else if (reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("lastOne"u8))
            {
                reader.Read(); // the whole text so far, once more (Lingyiwanwu)
                reader.Skip();
            }
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }

        _isRepeated = _profile.FinalMessage && hasMessage && !hasDelta && _chunkFinish is not null;

        // Some servers repeat the growing message beside each delta, or send it whole at the end; some send only that.
        if (hasMessage && !hasDelta && !HasContent && !_hadText)
        {
            ReadDelta(ref message, data, isWhole: true);
        }
    }

    private void ReadDelta(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, bool isWhole = false)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        var isTool = false;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                ReadContent(ref reader);
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                reader.Read();
                isTool = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("tool"u8);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8))
            {
                ReadCalls(ref reader, data, isWhole);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8))
            {
                reader.Read();
                if (JsonRead.StringOrNull(ref reader) is { Length: > 0 } text)
                {
                    _reasoning = text;
                    _hasPlainReasoning = true;
                }
            }
            else if (reader.ValueTextEquals("reasoning"u8))
            {
                reader.Read();
                if (JsonRead.StringOrNull(ref reader) is { Length: > 0 } text)
                {
                    _reasoning ??= text;
                    _hasPlainReasoning = true;
                }
            }
            else
            {
                ReadRareDelta(ref reader, data);
            }
        }

        if (isTool)
        {
            _text = null; // the sources of MiniMax's own search, not the answer's text (minimax.md §6)
        }
    }

    private void ReadCalls(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, bool isWhole)
    {
        var isLegacy = reader.ValueTextEquals("function_call"u8);
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            reader.Skip();
            return;
        }

        if (isLegacy)
        {
            _calls.ReadLegacy(ref reader, data);
        }
        else if (isWhole)
        {
            _calls.ReadWhole(ref reader, data);
        }
        else
        {
            _calls.Read(ref reader, data);
        }

        _hasFragment = !_calls.IsEmpty;
    }

    private void ReadRareDelta(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (reader.ValueTextEquals("refusal"u8))
        {
            reader.Read();
            if (JsonRead.StringOrNull(ref reader) is { Length: > 0 } text)
            {
                (_refusal ??= new()).Append(text);
                _hasFragment = true;
            }
        }
        else if (reader.ValueTextEquals("reasoning_details"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                ReadDetails(JsonRead.Element(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
        else if (reader.ValueTextEquals("annotations"u8))
        {
            reader.Read();
            OpenAIContentParts.ReadAnnotations(ref reader, ref _annotations);
        }
        else if (reader.ValueTextEquals("audio"u8))
        {
            reader.Read();
            OpenAIContentParts.ReadAudio(ref reader, _parts ??= [], "audio/pcm", ref _audioId);
        }
        else if (reader.ValueTextEquals("images"u8))
        {
            reader.Read();
            OpenAIContentParts.ReadImages(ref reader, _parts ??= []);
        }
        else
        {
            _unknown.Read(ref reader, data, ref _others);
        }
    }

    private void ReadContent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            OpenAIContentParts.ReadArray(ref reader, _parts ??= [], endpoint.Provider);
        }
        else if (JsonRead.StringOrNull(ref reader) is { Length: > 0 } text)
        {
            _text = text;
            _hadText = true;
        }
    }

    private void ReadDetails(JsonElement details)
    {
        if (details.GetArrayLength() > 0)
        {
            _detailsText = (_details ??= new(_profile.GrowingDetails)).Add(details);
            _hasFragment = true;
        }
    }

    /// <summary>Groq's own object holds usage, or an error; it is handed out as it is besides.</summary>
    private void ReadGroq(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                KeepUsage(ref reader, data);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                ReadPossibleError(ref reader, data);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    /// <summary>The JSON of the member at the reader, which is a copy.</summary>
    private static ReadOnlySpan<byte> ValueAfter(Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return data[start..(int)reader.BytesConsumed];
    }

    private void ReadPossibleError(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String
            && OpenAIErrors.Thrown(endpoint, null, data) is { } error)
        {
            // OpenRouter reports the output limit as an error (openai-compatible.md §5).
            if (error.ProviderMessage?.Contains("Token limit reached", StringComparison.OrdinalIgnoreCase) != true)
            {
                throw error;
            }

            _hitLimit = true;
        }

        reader.Skip();
    }

    private void KeepUsage(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        _hasUsage = true;
        var bytes = LastUsage.Take(ref reader, data);
        if (!(_profile.FinalMessage && OpenAIUsageReader.IsZero(bytes)))
        {
            _usage.Keep(bytes);
        }
    }

    private UsageDetails? ReadUsage()
    {
        if (!_usage.TryRead(out var reader))
        {
            return null;
        }

        try
        {
            var usage = OpenAIUsageReader.Read(ref reader, _profile, ref _others);
            return usage is null || _otherChoices is null || _countsAll ? usage : _otherChoices.AddTo(usage);
        }
        catch (InvalidOperationException error)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The usage is not readable.", inner: error);
        }
    }

    /// <summary>An end counts only when its event was read to its end: a body cut within it has none.</summary>
    private void TakeFinish()
    {
        if (_hitLimit)
        {
            _finish = ChatFinishReason.Length;
            _finishWord = null;
        }
        else if (_chunkFinish is { } finish)
        {
            _finish = _isFiltered ? ChatFinishReason.ContentFilter : finish;
            _finishWord = _chunkFinishWord;
        }
    }

    /// <summary>Sources that stand beside the choices are sent again and again; the last ones hold.</summary>
    private void AddSources()
    {
        foreach (var name in SourceMembers)
        {
            if (_unknown.ValueOf(name) is { Length: > 2 } json)
            {
                var reader = new Utf8JsonReader(json);
                OpenAICitations.Add(JsonElement.ParseValue(ref reader), ref _annotations);
                return;
            }
        }
    }

    private ChatResponseUpdate? MakeUpdate()
    {
        if (_text is not null && (_tags is not null || _profile.TextBesideCalls != TextBesideCalls.Text))
        {
            TakeText();
        }

        _hadPlainReasoning |= _hasPlainReasoning;
        var reasoning = _reasoning ?? (_hadPlainReasoning ? null : _detailsText is { Length: > 0 } details ? details : null);
        _text = _text is null ? null : LenientText.Join(_text, ref _textHalf);
        reasoning = reasoning is null ? null : LenientText.Join(reasoning, ref _reasoningHalf);
        if (_text is null && reasoning is null && _parts is not { Count: > 0 })
        {
            if (!_hasFragment)
            {
                return null;
            }

            HasContent = true;
            if (_announced)
            {
                return null;
            }

            // A fragment commits the stream although its whole comes later: say that the answer has begun.
            return NewUpdate([]);
        }

        HasContent = true;
        var contents = new List<AIContent>(1);
        if (reasoning is not null)
        {
            contents.Add(MakeReasoning(reasoning));
        }

        _inReasoning = _text is null && _parts is not { Count: > 0 };

        if (_text is not null)
        {
            contents.Add(new TextContent(_text));
        }

        if (_parts is not null)
        {
            contents.AddRange(_parts);
        }

        return NewUpdate(contents);
    }

    /// <summary>Text that may turn out to be reasoning, or nothing, waits until it is clear.</summary>
    private void TakeText()
    {
        if (_tags is not null)
        {
            (var thought, _text) = _tags.Add(_text!);
            _reasoning ??= thought;
        }

        if (_hasText || _text is null || _profile.TextBesideCalls == TextBesideCalls.Text)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(_text))
        {
            (_blanks ??= new()).Append(_text);
            _text = null;
            return;
        }

        _text = _blanks + _text;
        _blanks = null;
        _hasText = true;
    }

    /// <summary>At the end what waited is what it looks like; blanks beside calls are nothing.</summary>
    private void AddHeld(List<AIContent> contents)
    {
        var (thought, text) = _tags?.Complete() ?? default;
        text = _blanks + text;
        if (!_calls.IsEmpty && _profile.TextBesideCalls != TextBesideCalls.Text && string.IsNullOrWhiteSpace(text))
        {
            text = null;
        }

        if (thought is not null)
        {
            contents.Add(MakeReasoning(thought));
        }

        if (!string.IsNullOrEmpty(text))
        {
            contents.Add(new TextContent(text));
        }

        if (contents.Count > 0)
        {
            HasContent = true;
        }
    }

    /// <summary>Merging keeps the properties of the first of a run, so that one carries the mark for the details that end the run.</summary>
    private TextReasoningContent MakeReasoning(string text)
    {
        var content = new TextReasoningContent(text);
        if (!_inReasoning)
        {
            OpaqueState.Mark(content, endpoint.Provider);
        }

        return content;
    }

    private ChatResponseUpdate NewUpdate(List<AIContent> contents)
    {
        _announced = true;
        _responseId ??= ResponseIds.New();
        var update = new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _responseId,
            MessageId = _responseId,
            ModelId = _model,
            CreatedAt = _createdAt,
            FinishReason = _finish,
        };
        if (_others is not null)
        {
            update.AdditionalProperties = _others;
            _others = null;
        }

        return update;
    }
}
