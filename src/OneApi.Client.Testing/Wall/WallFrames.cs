using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Wall;

/// <summary>The body of a reply as it would be if nothing went wrong: the events of a stream, or one piece.</summary>
internal static class WallFrames
{
    private static readonly OpenAIWire Wire = new();

    public static (IReadOnlyList<StreamFrame> Frames, bool IsStream) Of(WallReply reply, WallRequest request, IReadOnlyList<string> defaultTokens)
    {
        if (reply.Kind is WallReplyKind.Answer)
        {
            var answer = Answer(reply, request, reply.Tokens ?? defaultTokens);

            return request.IsStreaming
                ? ([.. OpenAIStreamWriter.Write(answer, request.Json, Wire).Where(frame => reply.HasDone || !IsDone(frame.Bytes))], true)
                : ([new StreamFrame(WireJson.ToUtf8(OpenAIAnswerWriter.Write(answer)), FrameRole.Ending)], false);
        }

        return reply.ContentType.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
            ? ([.. Split(reply.Body).Where(frame => reply.HasDone || !IsDone(frame.Bytes))], true)
            : ([new StreamFrame(reply.Body.ToArray(), FrameRole.Ending)], false);
    }

    public static string ContentTypeOf(WallReply reply, bool isStream)
        => reply.Kind is WallReplyKind.Answer && isStream ? "text/event-stream; charset=utf-8" : reply.ContentType;

    private static ChatAnswer Answer(WallReply reply, WallRequest request, IReadOnlyList<string> tokens) => new()
    {
        Id = $"chatcmpl-wall-{request.Number}",
        Model = reply.Model ?? request.Model ?? "",
        CreatedUnixSeconds = request.ArrivedAt.ToUnixTimeSeconds(),
        TextPieces = tokens,
        ReasoningPieces = [],
        Calls = [],
        FinishReason = null,
        Usage = reply.Usage ?? new() { InputTokens = FakeUsage.Count(request.Text), OutputTokens = tokens.Count },
    };

    private static IEnumerable<StreamFrame> Split(ReadOnlyMemory<byte> body)
    {
        while (!body.IsEmpty)
        {
            var end = EndOfEvent(body.Span);

            // Which event ends an answer is not known here; the last one does.
            yield return new(body[..end].ToArray(), end == body.Length ? FrameRole.Ending : FrameRole.Content);
            body = body[end..];
        }
    }

    /// <summary>An event ends with a blank line, whatever lines end with.</summary>
    private static int EndOfEvent(ReadOnlySpan<byte> body)
    {
        var lineIsEmpty = true;
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] is not ((byte)'\n' or (byte)'\r'))
            {
                lineIsEmpty = false;
                continue;
            }

            var next = body[i] == '\r' && i + 1 < body.Length && body[i + 1] == '\n' ? i + 1 : i;
            if (lineIsEmpty)
            {
                return next + 1;
            }

            lineIsEmpty = true;
            i = next;
        }

        return body.Length;
    }

    private static bool IsDone(ReadOnlySpan<byte> bytes) => bytes.TrimEnd("\r\n "u8).SequenceEqual("data: [DONE]"u8);
}
