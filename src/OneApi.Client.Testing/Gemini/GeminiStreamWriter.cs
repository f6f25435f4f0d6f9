using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary>A streamed answer: partial responses, the last one with the finish reason, no end mark.</summary>
internal static class GeminiStreamWriter
{
    /// <summary>As server-sent events with CR LF.</summary>
    public static IEnumerable<StreamFrame> WriteSse(ChatAnswer answer)
        => Responses(answer).Select(static response => new StreamFrame(
            Event(response.Json),
            response.IsContent ? FrameRole.Content : FrameRole.Ending,
            response.Unfinished is { } unfinished ? Event(unfinished) : null));

    /// <summary>As one JSON array, an element at a time.</summary>
    public static IEnumerable<StreamFrame> WriteArray(ChatAnswer answer)
    {
        var isFirst = true;

        foreach (var response in Responses(answer))
        {
            var mark = isFirst ? "["u8.ToArray() : ",\r\n"u8.ToArray();
            isFirst = false;

            yield return new(
                [.. mark, .. WireJson.ToUtf8(response.Json)],
                response.IsContent ? FrameRole.Content : FrameRole.Ending,
                response.Unfinished is { } unfinished ? [.. mark, .. WireJson.ToUtf8(unfinished)] : null);
        }

        yield return new("]"u8.ToArray(), FrameRole.Ending);
    }

    public static byte[] Event(JsonObject json) => [.. "data: "u8, .. WireJson.ToUtf8(json), .. "\r\n\r\n"u8];

    private static IEnumerable<PartialResponse> Responses(ChatAnswer answer)
    {
        List<JsonObject> parts =
        [
            .. answer.ReasoningPieces.Select(GeminiAnswerWriter.Thought),
            .. answer.TextPieces.Select(GeminiAnswerWriter.Text),
            .. answer.Calls.Select(static (call, index) => GeminiAnswerWriter.Call(call, isFirst: index == 0)),
        ];

        if (parts.Count == 0)
        {
            yield return new(GeminiAnswerWriter.Response(answer, [], ends: true), null, IsContent: false);
            yield break;
        }

        for (var i = 0; i < parts.Count - 1; i++)
        {
            yield return new(GeminiAnswerWriter.Response(answer, [parts[i]], ends: false), null, IsContent: true);
        }

        // The last content also says that it is the last.
        var last = parts[^1];
        var unfinished = GeminiAnswerWriter.Response(answer, [last.DeepClone().AsObject()], ends: false);
        yield return new(GeminiAnswerWriter.Response(answer, [last], ends: true), unfinished, IsContent: true);
    }

    private readonly record struct PartialResponse(JsonObject Json, JsonObject? Unfinished, bool IsContent);
}
