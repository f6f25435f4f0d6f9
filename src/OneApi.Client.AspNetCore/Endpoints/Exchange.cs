using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>One request and its answer: the id, the clock, what is known of the call, and how its errors are written.</summary>
internal sealed class Exchange(HttpContext context, TimeProvider time, Action<IBufferWriter<byte>, EndpointError, string> writeError)
{
    private readonly long _start = time.GetTimestamp();

    public HttpContext Context => context;

    public string RequestId { get; } = RequestIds.Take(context);

    public CallProgress Progress { get; } = new();

    public CancellationToken Aborted => context.RequestAborted;

    public void WriteHeaders() => AnswerHeaders.Write(context.Response.Headers, Progress, time.GetElapsedTime(_start));

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
