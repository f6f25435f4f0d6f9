using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>One request and its answer: the id, the clock, what is known of the call, and how its errors are written.</summary>
internal sealed class Exchange(HttpContext context, TimeProvider time, Action<IBufferWriter<byte>, EndpointError, string> writeError, CancellationToken ending) : IDisposable
{
    private readonly long _start = time.GetTimestamp();
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, ending);

    public HttpContext Context => context;

    public string RequestId { get; } = RequestIds.Take(context);

    public CallProgress Progress { get; } = new();

    /// <summary>Gets what is cancelled when the caller has gone: nobody reads what is still written.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>Gets what ends the call itself: the caller has gone, or the gateway stops and its time is over; then he is told.</summary>
    public CancellationToken Ended => _ended.Token;

    public void WriteHeaders() => AnswerHeaders.Write(context.Response.Headers, Progress, time.GetElapsedTime(_start));

    public void Dispose() => _ended.Dispose();

    /// <summary>Writes a whole answer.</summary>
    public async Task AnswerAsync(ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        WriteHeaders();
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, Aborted).ConfigureAwait(false);
    }

    /// <summary>Writes an error instead of an answer that has not begun.</summary>
    public async Task FailAsync(EndpointError error)
    {
        var body = new ArrayBufferWriter<byte>(256);
        writeError(body, error, RequestId);
        WriteHeaders();
        AnswerHeaders.WriteRetry(context.Response.Headers, error);
        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(body.WrittenMemory, Aborted).ConfigureAwait(false);
    }
}
