using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>
/// Reads a streamed chat completion (protocols/openai.md §6) and what compatible servers make of it (openai-compatible.md §1).
/// A hot path: per chunk of text it makes the text, its content, its list and its update, and nothing else.
/// </summary>
internal sealed class OpenAIStreamReader(ProviderEndpoint endpoint) : ChatStreamReader
{
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
    private bool _finishIsFault;
    private bool _sawChoice;
    private bool _announced;
    private byte[]? _usage;
    private int _usageLength;

    // What the chunk at hand holds.
    private string? _text;
    private string? _reasoning;
    private string? _detailsText;
    private bool _hasFragment;
    private bool _hasPlainReasoning;

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

        _text = _reasoning = _detailsText = null;
        _hasFragment = _hasPlainReasoning = false;
        _parts = null;
        ReadChunk(data);
        return MakeUpdate();
    }

    public override ChatResponseUpdate? Complete()
    {
        if (!IsComplete && _finish is null)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The stream stopped without its end mark.");
        }

        if (_finishIsFault)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProviderUnavailable, "The answer was broken off.", _finish?.Value);
        }

        if (!HasContent && (_finish is null || _finish == ChatFinishReason.Stop || _finish == ChatFinishReason.ToolCalls))
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
        }

        if (!HasContent && _finish == ChatFinishReason.ContentFilter)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ContentFiltered, "Nothing of the answer passed the provider's filter.", "content_filter");
        }

        var contents = new List<AIContent>();
        if (_details is not null)
        {
            contents.Add(_details.ToContent(endpoint.Provider));
        }

        if (_refusal is not null)
        {
            contents.Add(new ErrorContent(_refusal.ToString()) { ErrorCode = "Refusal" });
        }

        if (_annotations is not null)
        {
            contents.Add(new TextContent(string.Empty) { Annotations = _annotations });
        }

        _calls.EmitTo(contents);
        if (ReadUsage() is { } usage)
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

        var hadChoices = false;
        string? id = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                reader.Read();
                hadChoices = true;
                ReadChoices(ref reader, data);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = _responseId is null ? JsonRead.TextOrNull(ref reader) : null;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("object"u8) || reader.ValueTextEquals("obfuscation"u8) || reader.ValueTextEquals("p"u8))
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
                KeepUsage(ref reader, data);
            }
            else if (reader.ValueTextEquals("x_groq"u8))
            {
                ReadGroq(ref reader, data);
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

        if (!hadChoices && !_sawChoice && LooksLikeFlatError(data) && OpenAIErrors.Thrown(endpoint, null, data) is { } error)
        {
            throw error;
        }
    }

    /// <summary>An object with neither choices nor usage that has a message or code is an error in a shape of its own.</summary>
    private static bool LooksLikeFlatError(ReadOnlySpan<byte> data) =>
        data.IndexOf("\"usage\""u8) < 0 && (data.IndexOf("\"message\""u8) >= 0 || data.IndexOf("\"detail\""u8) >= 0 || data.IndexOf("\"errors\""u8) >= 0 || data.IndexOf("\"msg\""u8) >= 0);

    private void ReadChoices(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
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
        if (!IsFirstChoice(reader))
        {
            reader.Skip();
            return;
        }

        _sawChoice = true;
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
                if (OpenAIFinish.Read(ref reader, out var isFault) is { } finish)
                {
                    _finish = finish;
                    _finishIsFault = isFault;
                }
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
            else
            {
                _unknown.Read(ref reader, data, ref _others);
            }
        }

        // Some servers repeat the growing message beside each delta, or send it whole at the end; some send only that.
        if (hasMessage && !hasDelta && !HasContent)
        {
            ReadDelta(ref message, data);
        }
    }

    /// <summary>Several choices do not fit one answer: only the first is read. A choice without an index is the first.</summary>
    private static bool IsFirstChoice(Utf8JsonReader reader)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            var isIndex = reader.ValueTextEquals("index"u8);
            reader.Read();
            if (isIndex)
            {
                return JsonRead.Int64OrNull(ref reader) is null or 0;
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
        }

        return true;
    }

    private void ReadDelta(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
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
            else if (reader.ValueTextEquals("role"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    _calls.Read(ref reader, data);
                    _hasFragment = !_calls.IsEmpty;
                }
                else
                {
                    reader.Skip();
                }
            }
            else if (reader.ValueTextEquals("function_call"u8))
            {
                reader.Read();
                _calls.ReadLegacy(ref reader, data);
                _hasFragment = !_calls.IsEmpty;
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
                _detailsText = (_details ??= new()).Add(JsonRead.Element(ref reader));
                _hasFragment = true;
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
            OpenAIContentParts.ReadAudio(ref reader, _parts ??= [], "audio/pcm");
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
            OpenAIContentParts.ReadArray(ref reader, _parts ??= []);
        }
        else if (JsonRead.StringOrNull(ref reader) is { Length: > 0 } text)
        {
            _text = text;
        }
    }

    private void ReadGroq(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

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
                _unknown.Read(ref reader, data, ref _others);
            }
        }
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

            _finish = ChatFinishReason.Length;
            _finishIsFault = false;
        }

        reader.Skip();
    }

    /// <summary>Usage may come on every chunk and the last one wins, so only its bytes are kept until the end.</summary>
    private void KeepUsage(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
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

    private UsageDetails? ReadUsage()
    {
        if (_usage is null)
        {
            return null;
        }

        var reader = new Utf8JsonReader(_usage.AsSpan(0, _usageLength));
        reader.Read();
        return OpenAIUsageReader.Read(ref reader, endpoint.Profile.OutputExcludesReasoning, ref _others);
    }

    private ChatResponseUpdate? MakeUpdate()
    {
        var reasoning = _reasoning ?? (_hasPlainReasoning ? null : _detailsText is { Length: > 0 } details ? details : null);
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
            contents.Add(new TextReasoningContent(reasoning));
        }

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
