using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>
/// Reads a streamed answer (protocols/qwen.md §5). There is no end mark but a real finish reason and then the end of the body, so
/// <see cref="ChatStreamReader.IsComplete"/> stays false. A hot path: per event of text it makes the text, its content, its list
/// and its update, and nothing else.
/// </summary>
internal sealed class DashScopeStreamReader(ProviderEndpoint endpoint, bool isCumulative) : ChatStreamReader
{
    private readonly DashScopeAnswerReader _answer = new(endpoint, isWhole: false, isCumulative);
    private string? _responseId;
    private bool _announced;

    public override ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            return null; // gateways in between add what Alibaba does not send
        }

        if (eventType == "error")
        {
            throw DashScopeErrors.Thrown(endpoint, null, data) ?? ProviderFaults.Of(endpoint, OneApiErrorKind.Unknown);
        }

        if (!_answer.Read(data, status: null))
        {
            return null;
        }

        HasContent = true;
        var contents = _answer.TakeContents();
        if (contents is null && _announced)
        {
            return null;
        }

        // A fragment of a call commits the stream although its whole comes later: say that the answer has begun.
        return NewUpdate(contents ?? []);
    }

    public override ChatResponseUpdate? Complete()
    {
        if (_answer.Finish is null)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The stream stopped without a finish reason.");
        }

        var contents = new List<AIContent>();
        _answer.Complete(contents);
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
            FinishReason = _answer.Finish,
            AdditionalProperties = _answer.TakeOthers(),
        };
    }
}
