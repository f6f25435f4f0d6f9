using Microsoft.Extensions.Logging;
using OneApi.Client.Gateway;
using OneApi.Client.Routing;
using OneApi.Client.Telemetry;

namespace OneApi.Client.Relays;

/// <summary>Relays calls through the one engine. Thread-safe.</summary>
internal sealed class GatewayRelay(CallEngine engine, RelaySettler settler, GatewayTelemetry telemetry, ILogger<GatewayRelay> logger)
{
    public Task<RelayedAnswer> RelayAsync(RelayRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var kind = RelayKinds.Find(request.Operation) ?? throw new ArgumentException($"'{request.Operation}' is none of the operations that are relayed; see {nameof(RelayOperations)}.", nameof(request));
        return RelayCoreAsync(request, kind, cancellationToken);
    }

    private async Task<RelayedAnswer> RelayCoreAsync(RelayRequest request, CallKind kind, CancellationToken cancellationToken)
    {
        var call = Begin(request, kind, cancellationToken);
        var outcome = CallOutcome.Failed;
        OneApiErrorKind? error = null;
        RelayFeed? feed = null;
        try
        {
            feed = await engine.RunAsync(call, RelayDoor.Instance).ConfigureAwait(false);
            outcome = CallOutcome.Succeeded;
        }
        catch (OneApiException failure)
        {
            error = failure.Kind;
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = CallOutcome.Cancelled;
            throw;
        }
        finally
        {
            if (feed is null)
            {
                await settler.SettleAsync(call, outcome, null, error).ConfigureAwait(false);
            }
        }

        if (feed.Whole is not { } body)
        {
            return new(feed.ContentType, feed.IsEvents, new RelayFlow(call, feed, engine, settler, logger));
        }

        if (call.Streaming)
        {
            engine.Succeed(call, call.LastAttempt!);
            call.LastAttempt!.Dispose();
        }

        await settler.SettleAsync(call, outcome, feed, error: null).ConfigureAwait(false);
        return new(feed.ContentType, body);
    }

    private RelayCall Begin(RelayRequest request, CallKind kind, CancellationToken cancellationToken)
    {
        var content = RelayContent.Read(request.Body, request.ContentType);
        var call = new RelayCall
        {
            Snapshot = engine.Snapshot,
            Kind = kind,
            Streaming = kind is CallKind.Speech || content.WantsEvents,
            Model = request.Model,
            Caller = Caller.Of(request),
            StartedAt = engine.Time.GetUtcNow(),
            StartTimestamp = engine.Time.GetTimestamp(),
            CancellationToken = cancellationToken,
            Fallbacks = request.Fallbacks,
            Request = request,
            Content = content,
            Activity = telemetry.StartCall(kind, request.Model),
        };
        request.Progress?.Follow(call);
        return call;
    }
}
