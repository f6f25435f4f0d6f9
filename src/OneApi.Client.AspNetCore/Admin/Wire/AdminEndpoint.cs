using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What happens to every request to the admin API: let in, answered, and every failure said without a secret.</summary>
internal sealed class AdminEndpoint(AdminGate gate, IdempotencyStore repetitions, AdminAudit audit, KnownProxies proxies, ILogger logger)
{
    private const string KeyHeader = "Idempotency-Key";

    public async Task RunAsync(HttpContext context, AdminRoute route)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["x-request-id"] = context.TraceIdentifier;
        context.Connection.RemoteIpAddress = proxies.Of(context); // as the Forwarded Headers middleware does, for whoever asks below
        try
        {
            var caller = route.Access is AdminAccess.None ? new("bootstrap", Role: null, IsAmbient: false) : await gate.EnterAsync(context, route).ConfigureAwait(false);
            var answer = await AnswerAsync(new(context, route, caller, audit), route, caller).ConfigureAwait(false);
            await answer.WriteAsync(context).ConfigureAwait(false);
        }
        catch (AdminException error)
        {
            await RefuseAsync(context, error).ConfigureAwait(false);
        }
        catch (AccessTokenException error)
        {
            await RefuseAsync(context, AdminException.Invalid([.. error.Errors.Select(FieldError.Of)])).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (BadHttpRequestException error)
        {
            await RefuseAsync(context, new(error.StatusCode, "bad_request", "The request could not be read to its end.")).ConfigureAwait(false);
        }
        catch (Exception error) when (error is QuotaStoreException or DbException)
        {
            Log.StoreUnreachable(logger, route.Method, route.Path, context.TraceIdentifier, error);
            await RefuseAsync(context, new(503, "store_unavailable", "The store can't be reached at this moment; try again.")).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the last door: what it was stands in the log, and the caller sees nothing of it
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.Failed(logger, route.Method, route.Path, context.TraceIdentifier, error);
            await RefuseAsync(context, new(500, "internal_error", "Something went wrong here; the log of the gateway says what, under this request's id.")).ConfigureAwait(false);
        }
    }

    private async ValueTask<AdminAnswer> AnswerAsync(AdminCall call, AdminRoute route, AdminCaller caller)
    {
        if (!route.KeepsAnswer || call.Context.Request.Headers[KeyHeader] is not { Count: > 0 } header)
        {
            return await route.Handle(call).ConfigureAwait(false);
        }

        var key = header.ToString();
        if (key.Length is 0 or > IdempotencyStore.LongestKey)
        {
            throw AdminException.Invalid(KeyHeader, $"{key.Length} characters", $"1 to {IdempotencyStore.LongestKey}");
        }

        var body = await call.BytesAsync().ConfigureAwait(false);
        var place = $"{caller.Name}\n{call.Context.Request.Path}{call.Context.Request.QueryString}\n{key}";
        var (answer, isReplay) = await repetitions.RunAsync(place, body, () => route.Handle(call)).ConfigureAwait(false);
        if (isReplay)
        {
            call.Context.Response.Headers["Idempotent-Replayed"] = "true";
        }

        return answer;
    }

    private static async Task RefuseAsync(HttpContext context, AdminException error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort(); // what was begun must not look whole
            return;
        }

        if (error.Status == 401)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        context.Response.Headers.ContentDisposition = default;
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = AdminProblem.ContentType;
        var problem = new AdminProblem("about:blank", ReasonPhrases.GetReasonPhrase(error.Status), error.Status, error.Message, error.Code, context.TraceIdentifier, error.Errors.Count == 0 ? null : error.Errors);
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, AdminJsonContext.Default.AdminProblem);
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
