using Microsoft.Extensions.AI;
using OneApi.Client.Relays;
using OneApi.Client.Routing;
using OneApi.Client.Telemetry;

namespace OneApi.Client.Gateway;

/// <summary>The embedding generator that a host sees. Thread-safe; disposing it does nothing.</summary>
internal sealed class GatewayEmbeddingGenerator(CallEngine engine, Settler settler, GatewayTelemetry telemetry) : IEmbeddingGenerator<string, Embedding<float>>
{
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return GenerateCoreAsync(values, options, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        if (serviceType == typeof(EmbeddingGeneratorMetadata))
        {
            return new EmbeddingGeneratorMetadata("oneapi");
        }

        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // Shared by everybody who resolved it.
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> GenerateCoreAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        var call = Begin(values, options, cancellationToken);
        var outcome = CallOutcome.Failed;
        OneApiErrorKind? kind = null;
        GeneratedEmbeddings<Embedding<float>>? embeddings = null;
        try
        {
            embeddings = await engine.RunAsync(call, Door.Instance).ConfigureAwait(false);
            outcome = CallOutcome.Succeeded;
            return embeddings;
        }
        catch (OneApiException error)
        {
            kind = error.Kind;
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = CallOutcome.Cancelled;
            throw;
        }
        finally
        {
            await settler.SettleAsync(call, outcome, DeliveredUsage.Of(embeddings?.Usage), kind).ConfigureAwait(false);
        }
    }

    private EmbeddingCall Begin(IEnumerable<string> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        var model = options?.ModelId ?? string.Empty; // the default model is one for chat
        var call = new EmbeddingCall
        {
            Snapshot = engine.Snapshot,
            Kind = CallKind.Embeddings,
            Streaming = false,
            Model = model,
            Caller = Caller.Of(options),
            StartedAt = engine.Time.GetUtcNow(),
            StartTimestamp = engine.Time.GetTimestamp(),
            CancellationToken = cancellationToken,
            Fallbacks = (options as OneApiEmbeddingOptions)?.Fallbacks,
            Inputs = values as IReadOnlyList<string> ?? [.. values],
            Options = options,
            Body = (options as OneApiEmbeddingOptions)?.WireRequest is { Wire: Wires.Embeddings } wire ? EmbeddingBody.Read(wire.Body) : null,
            Generator = this,
            Activity = telemetry.StartCall(CallKind.Embeddings, model),
        };
        (options as OneApiEmbeddingOptions)?.Progress?.Follow(call);
        return call;
    }

    private sealed class Door : ICallDoor<EmbeddingCall, GeneratedEmbeddings<Embedding<float>>>
    {
        public static readonly Door Instance = new();

        public async ValueTask<GeneratedEmbeddings<Embedding<float>>> TryAsync(EmbeddingCall call, Attempt attempt)
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            return await attempt.Candidate.Channel.Embeddings!.GenerateAsync(call, attempt).ConfigureAwait(false);
        }
    }
}
