using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>
/// Reads a streamed answer (protocols/wenxin.md §5). <c>is_end</c> is the only end mark. A hot path: per event of text it makes the
/// text, its content, its list and its update, and nothing else.
/// </summary>
internal sealed class WenxinStreamReader(ProviderEndpoint endpoint) : ChatStreamReader
{
    private readonly WenxinAnswerReader _answer = new(endpoint);
    private string? _responseId;

    public override ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            return null; // gateways in between add what Baidu does not send
        }

        var hasContent = _answer.Read(data, status: null);
        IsComplete = _answer.IsEnd;
        if (!hasContent)
        {
            return null;
        }

        HasContent = true;
        return NewUpdate(_answer.TakeContents(Id()));
    }

    public override ChatResponseUpdate? Complete()
    {
        if (!IsComplete)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The stream stopped without its last event.");
        }

        var contents = new List<AIContent>();
        _answer.Complete(contents);
        if (_answer.ReadUsage() is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        return NewUpdate(contents);
    }

    private string Id() => _responseId ??= _answer.ResponseId is { Length: > 0 } id ? id : ResponseIds.New();

    private ChatResponseUpdate NewUpdate(List<AIContent> contents)
    {
        var id = Id();
        return new(ChatRole.Assistant, contents)
        {
            ResponseId = id,
            MessageId = id,
            CreatedAt = _answer.CreatedAt,
            FinishReason = IsComplete ? _answer.Finish : null,
            AdditionalProperties = _answer.TakeOthers(),
        };
    }
}
