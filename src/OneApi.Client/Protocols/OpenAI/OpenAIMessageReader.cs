using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Collects one choice of a whole answer. Members that nobody knows come back as additional properties of the response.</summary>
internal sealed class OpenAIMessageReader(ProviderEndpoint endpoint, WireProfile profile, string audioType, Func<bool, UsageDetails?, ChatFinishReason>? inferFinish = null)
{
    private readonly OpenAIToolCallAssembler _calls = new(endpoint.Provider);
    private readonly List<AIContent> _contents = [];
    private List<AIAnnotation>? _annotations;
    private AdditionalPropertiesDictionary? _others;
    private ChatFinishReason? _finish;
    private string? _finishWord;
    private string? _reasoning;
    private JsonElement? _reasoningDetails;
    private string? _refusal;
    private UsageDetails? _usage;

    public void ReadChoice(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("delta"u8))
            {
                reader.Read();
                ReadMessage(ref reader, body);
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                _finish = OpenAIFinish.Read(ref reader, out _finishWord);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                ReadUsage(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                ReadOther(ref reader);
            }
        }
    }

    public void ReadUsage(ref Utf8JsonReader reader) =>
        _usage = OpenAIUsageReader.Read(ref reader, endpoint.Profile, ref _others) ?? _usage;

    public void ReadOther(ref Utf8JsonReader reader)
    {
        var name = JsonRead.Text(ref reader);
        reader.Read();
        if (reader.TokenType != JsonTokenType.Null)
        {
            (_others ??= [])[name] = JsonRead.Element(ref reader);
        }
    }

    public ChatResponse Complete(ChatResponse response)
    {
        if (OpenAIFinish.IsSensitive(_others) || OpenAIFinish.IsFiltered(_others, endpoint.Profile))
        {
            _finish = ChatFinishReason.ContentFilter;
        }

        _finish ??= inferFinish?.Invoke(!_calls.IsEmpty, _usage);
        var contents = Assemble();
        OpenAIFinish.ThrowIfNoAnswer(endpoint, _finish, _finishWord, contents.Count > 0, _usage);
        Annotate();
        response.ResponseId ??= ResponseIds.New();
        response.Messages.Add(new(ChatRole.Assistant, contents) { MessageId = response.ResponseId, CreatedAt = response.CreatedAt });
        response.FinishReason = _finish;
        response.Usage = _usage ?? OpenAIBotUsage.Of(_others, endpoint.Profile);
        response.AdditionalProperties = _others;
        return response;
    }

    private void ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
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
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                reader.Read();
                _calls.ReadWhole(ref reader, body);
            }
            else if (reader.ValueTextEquals("function_call"u8))
            {
                reader.Read();
                _calls.ReadLegacy(ref reader, body);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                reader.Read();
                _refusal = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8))
            {
                reader.Read();
                _reasoning = JsonRead.StringOrNull(ref reader) is { Length: > 0 } text ? text : _reasoning;
            }
            else if (reader.ValueTextEquals("reasoning"u8))
            {
                reader.Read();
                var text = JsonRead.StringOrNull(ref reader);
                _reasoning ??= text is { Length: > 0 } ? text : null;
            }
            else if (reader.ValueTextEquals("reasoning_details"u8))
            {
                reader.Read();
                _reasoningDetails = JsonRead.Element(ref reader);
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                reader.Read();
                OpenAIContentParts.ReadAnnotations(ref reader, ref _annotations);
            }
            else if (reader.ValueTextEquals("audio"u8))
            {
                reader.Read();
                OpenAIContentParts.ReadAudio(ref reader, _contents, audioType);
            }
            else if (reader.ValueTextEquals("images"u8))
            {
                reader.Read();
                OpenAIContentParts.ReadImages(ref reader, _contents);
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                ReadOther(ref reader);
            }
        }
    }

    private void ReadContent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            OpenAIContentParts.ReadArray(ref reader, _contents, endpoint.Provider);
        }
        else if (JsonRead.StringOrNull(ref reader) is { Length: > 0 } text)
        {
            _contents.Add(new TextContent(text));
        }
    }

    private List<AIContent> Assemble()
    {
        if (profile.ThinkTags && _reasoning is null && _reasoningDetails is null)
        {
            TakeThinkTags();
        }

        if (profile.TextBesideCalls != TextBesideCalls.Text && !_calls.IsEmpty)
        {
            _contents.RemoveAll(IsWorthless);
        }

        var details = _reasoningDetails is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0 ? array : (JsonElement?)null;
        if (_reasoning is not null || details is not null)
        {
            var reasoning = new TextReasoningContent(_reasoning ?? OpenAIContentParts.DetailsText(details!.Value));
            if (details is { } opaque)
            {
                reasoning.ProtectedData = opaque.GetRawText();
                OpaqueState.Mark(reasoning, endpoint.Provider);
            }

            _contents.Insert(0, reasoning);
        }

        if (!string.IsNullOrEmpty(_refusal))
        {
            _contents.Add(new ErrorContent(_refusal) { ErrorCode = "Refusal" });
        }

        _calls.EmitTo(_contents);
        return _contents;
    }

    private bool IsWorthless(AIContent content) =>
        content is TextContent text && (profile.TextBesideCalls == TextBesideCalls.Nothing || string.IsNullOrWhiteSpace(text.Text));

    private void TakeThinkTags()
    {
        if (_contents is not [TextContent text])
        {
            return;
        }

        var tags = new ThinkTags();
        var (reasoning, answer) = tags.Add(text.Text);
        var (last, rest) = tags.Complete();
        reasoning += last;
        answer += rest;
        _contents.Clear();
        if (reasoning.Length > 0)
        {
            var thinking = new TextReasoningContent(reasoning);
            OpaqueState.Mark(thinking, endpoint.Provider);
            _contents.Add(thinking);
        }

        if (answer.Length > 0)
        {
            _contents.Add(new TextContent(answer));
        }
    }

    private void Annotate()
    {
        OpenAICitations.Add(_others, ref _annotations);
        if (_annotations is null)
        {
            return;
        }

        if (_contents.Find(static content => content is TextContent) is not { } text)
        {
            text = new TextContent(string.Empty);
            _contents.Add(text);
        }

        text.Annotations = _annotations;
    }
}
