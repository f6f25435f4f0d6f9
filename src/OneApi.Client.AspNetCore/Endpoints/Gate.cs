using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OneApi.Client.AspNetCore.Draining;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>What every endpoint has around it: whether calls are taken at all, who calls, and errors that are answered in the caller's dialect.</summary>
internal sealed class Gate(CallerReader callers, OneApiEndpointOptions options, DrainState drain, TimeProvider time, ILogger<Gate> logger, IAccessTokens? tokens = null)
{
    public OneApiEndpointOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>Runs an endpoint.</summary>
    /// <param name="context">The request.</param>
    /// <param name="writeError">How an error is written.</param>
    /// <param name="work">The endpoint's own work. Once the answer has begun it writes its errors itself.</param>
    public async Task RunAsync(HttpContext context, Action<IBufferWriter<byte>, EndpointError, string> writeError, Func<Exchange, CallerAtDoor, Task> work)
    {
        using var exchange = new Exchange(context, time, writeError, drain.Ending);
        if (!drain.TryBegin())
        {
            await exchange.FailAsync(DrainState.Refusal).ConfigureAwait(false);
            return;
        }

        try
        {
            var caller = callers.Read(context);
            if (tokens is not null && caller.Key is { } key)
            {
                var token = await tokens.AuthenticateAsync(key, caller.Address, exchange.Ended).ConfigureAwait(false); // nobody else's body is read
                caller = caller with { TokenId = token.Id };
            }

            await work(exchange, caller).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
#pragma warning disable CA1031 // the boundary: whatever it is becomes an answer
        catch (Exception thrown) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            var error = Read(thrown, exchange.RequestId);
            await exchange.FailAsync(error).ConfigureAwait(false);
        }
        finally
        {
            drain.End();
        }
    }

    /// <summary>What a caller may see of it. What nobody expected is logged.</summary>
    public EndpointError Read(Exception thrown, string requestId)
    {
        if (thrown is OperationCanceledException && drain.Ending.IsCancellationRequested)
        {
            return DrainState.Refusal;
        }

        var error = EndpointErrors.Of(thrown);
        if (error.Code == "internal_error")
        {
            Log.Failed(logger, requestId, thrown);
        }

        return error;
    }
}
