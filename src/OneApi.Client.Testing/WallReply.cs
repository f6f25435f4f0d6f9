using System.Globalization;
using System.Text;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;
using OneApi.Client.Testing.Wall;

namespace OneApi.Client.Testing;

/// <summary>What a <see cref="FaultWall"/> does to one request: an answer, an error or a breach, and what goes wrong on its way.</summary>
/// <remarks>
/// <para>Immutable; one instance may be given many times. What goes wrong is added by methods that give a changed copy, and adds up: <c>WallReply.Answer().Late(time).StallAfter(20, time).CutAfter(40)</c>.</para>
/// <para>Positions count the events of a stream that carry content; 0 is before the first one. Of <see cref="Bytes(ReadOnlyMemory{byte}, string, int)"/> every event counts. Where a stream has fewer, the fault strikes before its end. A whole answer is broken in its middle instead.</para>
/// </remarks>
public sealed partial class WallReply
{
    private WallReply(WallReplyKind kind) => Kind = kind;

    internal WallReplyKind Kind { get; }

    internal IReadOnlyList<string>? Tokens { get; private set; }

    internal FakeUsage? Usage { get; private set; }

    internal int StatusCode { get; private set; } = 200;

    internal ReadOnlyMemory<byte> Body { get; private set; }

    internal string ContentType { get; private set; } = "application/json";

    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; private set; } = [];

    /// <summary>OpenAI's chat completion, whole or streamed as the request asks, with the model that it names and usage where it asks for it.</summary>
    /// <param name="tokens">The text: one streamed event and one output token for each. None means <see cref="FaultWallOptions.Tokens"/>.</param>
    /// <returns>The reply.</returns>
    public static WallReply Answer(params IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);

        return new(WallReplyKind.Answer) { Tokens = tokens.Count == 0 ? null : [.. tokens] };
    }

    /// <summary>A status with a body: an error of OpenAI's shape, where none is given.</summary>
    /// <param name="status">The HTTP status, 200 to 599.</param>
    /// <param name="retryAfter">The wait that the header <c>Retry-After</c> states, rounded up to whole seconds. <see langword="null"/> states none.</param>
    /// <param name="body">The body, JSON. <see langword="null"/> means what OpenAI says under that status.</param>
    /// <returns>The reply.</returns>
    public static WallReply Status(int status, TimeSpan? retryAfter = null, string? body = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        var kind = status switch { 401 => WireErrorKind.Unauthorized, 404 => WireErrorKind.ModelNotFound, 429 => WireErrorKind.RateLimited, 503 => WireErrorKind.Overloaded, >= 500 => WireErrorKind.ServerError, _ => WireErrorKind.InvalidRequest };
        var reply = Error(kind, status);
        if (body is not null)
        {
            reply.Body = Encoding.UTF8.GetBytes(body);
        }

        return retryAfter is { } wait ? reply.WithHeader("Retry-After", ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)) : reply;
    }

    /// <summary>The prompt is longer than the model's window: 400, in OpenAI's words.</summary>
    /// <returns>The reply.</returns>
    public static WallReply ContextLength() => Error(WireErrorKind.ContextLength, 400);

    /// <summary>The prompt is refused by a content filter: 400, in OpenAI's words.</summary>
    /// <returns>The reply.</returns>
    public static WallReply ContentFiltered() => Error(WireErrorKind.ContentFiltered, 400);

    /// <summary>The connection is reset (RST) after the request was read, before any header.</summary>
    /// <returns>The reply.</returns>
    public static WallReply Reset() => new(WallReplyKind.Reset);

    /// <summary>The request is read, and nothing is said until the client leaves.</summary>
    /// <returns>The reply.</returns>
    public static WallReply Silence() => new(WallReplyKind.Silence);

    /// <summary>A body as it is, for any other wire.</summary>
    /// <param name="body">The body; it is not copied.</param>
    /// <param name="contentType">Its type; <c>text/event-stream</c> is sent event by event in chunks, anything else with its length.</param>
    /// <param name="status">The HTTP status.</param>
    /// <returns>The reply.</returns>
    public static WallReply Bytes(ReadOnlyMemory<byte> body, string contentType = "text/event-stream", int status = 200)
    {
        ArgumentException.ThrowIfNullOrEmpty(contentType);
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);

        return new(WallReplyKind.Bytes) { Body = body, ContentType = contentType, StatusCode = status };
    }

    private static WallReply Error(WireErrorKind kind, int status)
    {
        var error = OpenAIErrorWriter.Word(new WireFailure(kind, FakeRequest.Nothing) { Status = status });

        return new(WallReplyKind.Bytes) { Body = WireJson.ToUtf8(error.Body), StatusCode = status };
    }
}
