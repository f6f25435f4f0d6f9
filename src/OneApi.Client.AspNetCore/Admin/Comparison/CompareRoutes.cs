using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Asks several models or channels the same, and shows the answers side by side.</summary>
internal static class CompareRoutes
{
    public static IEnumerable<AdminRoute> All =>
    [
        new("POST", AdminRoute.Root + "/compare", AdminAccess.Operators | AdminAccess.SelfService, "Asks several models or channels the same at the same time. With stream: `piece`, `result` and `done` as they come; else all results at once.", CompareAsync)
        {
            Body = CompareRequest.Fields, Answer = AdminJsonContext.Default.AdminPageCompareResultView, AnswerTypes = ["application/json", AdminAnswer.EventsType],
        },
    ];

    private static async ValueTask<AdminAnswer> CompareAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        var request = CompareRequest.Read(await call.BodyAsync().ConfigureAwait(false), call);
        await call.AuditAsync("compare", string.Join(", ", request.Panes)).ConfigureAwait(false);
        var updates = call.Service<IModelComparer>().CompareAsync(request.Panes, request.Conversation, request.Options, call.Aborted);
        if (request.Streaming)
        {
            return new() { ContentType = AdminAnswer.EventsType, Stream = context => StreamAsync(context, updates, request.Panes.Count) };
        }

        var results = new List<CompareResultView>(request.Panes.Count);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            if (update.Result is { } result)
            {
                results.Add(Of(result));
            }
        }

        return AdminAnswer.Json(new AdminPage<CompareResultView>([.. results.OrderBy(static result => result.Pane)], null), AdminJsonContext.Default.AdminPageCompareResultView);
    }

    private static async Task StreamAsync(HttpContext context, IAsyncEnumerable<ComparisonUpdate> updates, int panes)
    {
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await foreach (var update in updates.ConfigureAwait(false))
        {
            if (update.Result is { } result)
            {
                await SendAsync(context, "result", Of(result), AdminJsonContext.Default.CompareResultView).ConfigureAwait(false);
            }
            else if (update.Update is { Text: { Length: > 0 } text })
            {
                await SendAsync(context, "piece", new(update.Pane, text), AdminJsonContext.Default.ComparePieceView).ConfigureAwait(false);
            }
        }

        await SendAsync(context, "done", new(panes), AdminJsonContext.Default.CompareDoneView).ConfigureAwait(false);
    }

    private static async ValueTask SendAsync<T>(HttpContext context, string name, T data, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes($"event: {name}\ndata: ", buffer);
        buffer.Write(JsonSerializer.SerializeToUtf8Bytes(data, type));
        buffer.Write("\n\n"u8);
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static CompareResultView Of(ComparisonResult result) => new(
        result.Pane,
        result.Target.Model,
        result.Target.Channel,
        AdminNames.Of(result.Outcome),
        result.Text,
        result.FinishReason?.Value,
        result.Model,
        result.Channel,
        result.Elapsed.TotalMilliseconds,
        result.TimeToFirstToken?.TotalMilliseconds,
        RequestShow.TokensOf(result.Usage),
        result.IsEstimated,
        result.ChargeMicros,
        result.ProviderCostMicros,
        result.Record.Attempts.Count,
        result.Record.CallId,
        result.Error is { } error ? new(AdminNames.Of(error.Kind), error.ProviderCode, error.Message) : null);
}
