using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Reads a whole answer, wrapped or not (protocols/hunyuan.md §4). An error comes under status 200 too, also when a stream was asked for.</summary>
internal static class HunyuanResponseReader
{
    public static ChatResponse Read(ReadOnlySpan<byte> body, ChatRequest request)
    {
        var answer = new HunyuanAnswerReader(request, isWhole: true);
        answer.Read(body.TrimStart("\uFEFF \t\r\n"u8), status: 200);
        var contents = answer.TakeContents() ?? [];
        answer.Complete(contents);

        var id = answer.ResponseId ?? ResponseIds.New();
        return new(new ChatMessage(ChatRole.Assistant, contents) { MessageId = id, CreatedAt = answer.CreatedAt })
        {
            ResponseId = id,
            CreatedAt = answer.CreatedAt,
            FinishReason = answer.Finish,
            Usage = answer.ReadUsage(),
            AdditionalProperties = answer.TakeOthers(),
        };
    }
}
