using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Reads a whole answer; also the body with which a call that asked for a stream may be answered (protocols/wenxin.md §4, §5).</summary>
internal static class WenxinResponseReader
{
    public static ChatResponse Read(ReadOnlySpan<byte> body, ProviderEndpoint endpoint)
    {
        var answer = new WenxinAnswerReader(endpoint);
        answer.Read(body.TrimStart("\uFEFF \t\r\n"u8), status: 200);
        var id = answer.ResponseId is { Length: > 0 } known ? known : ResponseIds.New();
        var contents = answer.TakeContents(id);
        answer.Complete(contents);

        var usage = answer.ReadUsage();
        return new(new ChatMessage(ChatRole.Assistant, contents) { MessageId = id, CreatedAt = answer.CreatedAt })
        {
            ResponseId = id,
            CreatedAt = answer.CreatedAt,
            FinishReason = answer.Finish,
            Usage = usage,
            AdditionalProperties = answer.TakeOthers(),
        };
    }
}
