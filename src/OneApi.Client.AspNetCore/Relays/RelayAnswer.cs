using Microsoft.AspNetCore.Http.Features;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Writes the answer of a relayed call: whole, or piece by piece as it comes.</summary>
internal static class RelayAnswer
{
    private const string Unknown = "application/octet-stream";

    public static Task WriteAsync(Exchange exchange, RelayedAnswer answer) =>
        answer.IsStream ? PassOnAsync(exchange, answer) : exchange.AnswerAsync(answer.Body, answer.ContentType ?? "application/json");

    /// <summary>Sound can't say that it broke: where it does, the connection is cut, so that nobody takes the part for the whole.</summary>
    private static async Task PassOnAsync(Exchange exchange, RelayedAnswer answer)
    {
        var context = exchange.Context;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = answer.ContentType ?? Unknown;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        exchange.WriteHeaders();
        try
        {
            await foreach (var piece in answer.ReadAsync(exchange.Ended).ConfigureAwait(false))
            {
                await context.Response.BodyWriter.WriteAsync(piece, exchange.Aborted).ConfigureAwait(false); // writes and flushes
            }
        }
        catch (Exception error) when (error is OneApiException || (error is OperationCanceledException && !exchange.Aborted.IsCancellationRequested))
        {
            context.Abort();
        }
    }
}
