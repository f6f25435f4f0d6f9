using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>
/// Reads a streamed answer (protocols/hunyuan.md §5): events without the wrapper, usage in each, no end mark but a real finish reason.
/// A hot path: per event of text it makes the text, its content, its list and its update, and nothing else.
/// </summary>
internal sealed class HunyuanStreamReader(ChatRequest request) : ChatStreamReader
{
    private readonly HunyuanAnswerReader _answer = new(request, isWhole: false);
    private string? _responseId;
    private bool _announced;

    public override ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.IsEmpty)
        {
            return null;
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            IsComplete = true; // Tencent sends none, gateways in between do
            return null;
        }

        if (eventType == "error")
        {
            throw HunyuanErrorReader.Thrown(request.Endpoint, null, data) ?? ProviderFaults.Of(request.Endpoint, OneApiErrorKind.Unknown);
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

        // A fragment of a call, or text that is held back, commits the stream although it comes later: say that the answer has begun.
        return NewUpdate(contents ?? []);
    }

    public override ChatResponseUpdate? Complete()
    {
        if (_answer.Finish is null)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The stream stopped without a finish reason.");
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
        _responseId ??= _answer.ResponseId ?? ResponseIds.New();
        return new(ChatRole.Assistant, contents)
        {
            ResponseId = _responseId,
            MessageId = _responseId,
            CreatedAt = _answer.CreatedAt,
            FinishReason = _answer.Finish,
            AdditionalProperties = _answer.TakeOthers(),
        };
    }
}
