using System.Net.ServerSentEvents;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Reads a whole answer: one body, or the events of a call that had to be streamed (protocols/qwen.md §4, §7).</summary>
internal static class DashScopeResponseReader
{
    public static ChatResponse Read(ReadOnlySpan<byte> body, ChatRequest request)
    {
        body = body.TrimStart("\uFEFF \t\r\n"u8);
        return body.IsEmpty || body[0] is (byte)'{' or (byte)'[' || !DashScopeStreaming.IsStream(request) ? ReadBody(body, request.Endpoint) : ReadEvents(body, request);
    }

    private static ChatResponse ReadBody(ReadOnlySpan<byte> body, ProviderEndpoint endpoint)
    {
        var answer = new DashScopeAnswerReader(endpoint, isWhole: true, isCumulative: false);
        answer.Read(body, status: 200);
        var contents = answer.TakeContents() ?? [];
        answer.Complete(contents);

        var id = answer.ResponseId is { Length: > 0 } known ? known : ResponseIds.New();
        var usage = answer.ReadUsage();
        return new(new ChatMessage(ChatRole.Assistant, contents) { MessageId = id })
        {
            ResponseId = id,
            FinishReason = answer.Finish,
            Usage = usage,
            AdditionalProperties = answer.TakeOthers(),
        };
    }

    private static ChatResponse ReadEvents(ReadOnlySpan<byte> body, ChatRequest request)
    {
        var reader = new DashScopeStreamReader(request.Endpoint, DashScopeStreaming.IsCumulative(request));
        var updates = new List<ChatResponseUpdate>();
        using var stream = new MemoryStream(body.Length + 2);
        stream.Write(body);
        stream.Write("\n\n"u8); // the end of the body also ends the event at hand
        stream.Position = 0;
        foreach (var item in SseParser.Create(stream, reader.Read).Enumerate())
        {
            if (item.Data is { } update)
            {
                updates.Add(update);
            }
        }

        if (reader.Complete() is { } last)
        {
            updates.Add(last);
        }

        return updates.ToChatResponse();
    }
}
