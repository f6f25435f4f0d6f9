using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Reads a streamed answer (protocols/gemini.md §6): every event is a partial answer, and the end mark is a finish reason and then
/// the end of the body, since a later event may still bring usage or a signature. So <see cref="ChatStreamReader.IsComplete"/>
/// stays false. A hot path: per event of text it makes the text, its content, its list and its update, and nothing else.
/// </summary>
internal sealed class GeminiStreamReader(ProviderEndpoint endpoint) : ChatStreamReader
{
    private readonly GeminiAnswerReader _answer = new(endpoint);
    private string? _responseId;
    private bool _announced;

    public override ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        try
        {
            return ReadEvent(eventType, data);
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }
    }

    private ChatResponseUpdate? ReadEvent(string eventType, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            return null; // gateways in between add what Google does not send
        }

        if (eventType == "error")
        {
            throw ProviderFaults.ToException(endpoint, GeminiErrorReader.Read(null, data));
        }

        GeminiResponseReader.ReadObjects(data, _answer, status: null);
        HasContent = _answer.HasContent;
        var contents = _answer.TakeContents();
        if (contents is null && (_announced || !HasContent))
        {
            return null;
        }

        // The first fragment of a call commits the stream although the whole comes later: say that the answer has begun.
        return NewUpdate(contents ?? []);
    }

    public override ChatResponseUpdate? Complete()
    {
        if (!_answer.IsFinished)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The stream stopped without its end mark.");
        }

        _answer.Complete();
        var contents = _answer.TakeContents() ?? [];
        if (_answer.MakeAnnotations() is { } annotations)
        {
            contents.Add(new TextContent(string.Empty) { Annotations = annotations });
        }

        if (_answer.ReadUsage() is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        return NewUpdate(contents);
    }

    private ChatResponseUpdate NewUpdate(List<AIContent> contents)
    {
        _announced = true;
        _responseId ??= _answer.ResponseId is { Length: > 0 } id ? id : ResponseIds.New();
        return new(ChatRole.Assistant, contents)
        {
            ResponseId = _responseId,
            MessageId = _responseId,
            ModelId = _answer.ModelId,
            CreatedAt = _answer.CreatedAt,
            FinishReason = _answer.FinishReason,
            AdditionalProperties = _answer.TakeOthers(),
        };
    }
}
