using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OneApi.Client.Routing;
using OneApi.Client.Telemetry;

namespace OneApi.Client.Gateway;

/// <summary>The image generator that a host sees. Thread-safe; disposing it does nothing.</summary>
internal sealed class GatewayImageGenerator(CallEngine engine, Settler settler, GatewayTelemetry telemetry, ILogger<GatewayImageGenerator> logger) : IImageGenerator
{
    public Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (options?.Count is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, "options.Count");
        }

        if (options?.ImageSize is { } size && (size.Width < 1 || size.Height < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), "The size of an image is at least one by one.");
        }

        return GenerateCoreAsync(request, options, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        if (serviceType == typeof(ImageGeneratorMetadata))
        {
            return new ImageGeneratorMetadata("oneapi");
        }

        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // Shared by everybody who resolved it.
    }

    private async Task<ImageGenerationResponse> GenerateCoreAsync(ImageGenerationRequest request, ImageGenerationOptions? options, CancellationToken cancellationToken)
    {
        var call = Begin(request, options, cancellationToken);
        var outcome = CallOutcome.Failed;
        OneApiErrorKind? kind = null;
        ImageGenerationResponse response;
        try
        {
            response = await engine.RunAsync(call, Door.Instance).ConfigureAwait(false);
            outcome = CallOutcome.Succeeded;
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
            if (outcome != CallOutcome.Succeeded)
            {
                await settler.SettleAsync(call, outcome, DeliveredUsage.None, kind).ConfigureAwait(false);
            }
        }

        var record = await settler.SettleAsync(call, outcome, DeliveredUsage.Of(UsageOf(response)), error: null).ConfigureAwait(false);
        return new TracedImageGenerationResponse(response) { Record = record, Warnings = CallWarnings.Of(call, logger) };
    }

    /// <summary>Most providers count no tokens for images, but all are paid by the image.</summary>
    private static UsageDetails UsageOf(ImageGenerationResponse response)
    {
        var usage = new UsageDetails();
        if (response.Usage is { } reported)
        {
            usage.Add(reported);
        }

        (usage.AdditionalCounts ??= [])[UsageCounts.Images] = response.Contents.Count;
        return usage;
    }

    private ImageCall Begin(ImageGenerationRequest request, ImageGenerationOptions? options, CancellationToken cancellationToken)
    {
        var model = options?.ModelId ?? string.Empty; // the default model is one for chat
        var call = new ImageCall
        {
            Snapshot = engine.Snapshot,
            Kind = CallKind.Images,
            Streaming = false,
            Model = model,
            Caller = Caller.Of(options),
            StartedAt = engine.Time.GetUtcNow(),
            StartTimestamp = engine.Time.GetTimestamp(),
            CancellationToken = cancellationToken,
            Fallbacks = (options as OneApiImageGenerationOptions)?.Fallbacks,
            Prompt = request.Prompt ?? string.Empty,
            Originals = request.OriginalImages as IReadOnlyList<AIContent> ?? [.. request.OriginalImages ?? []],
            Options = options,
            Generator = this,
            Activity = telemetry.StartCall(CallKind.Images, model),
        };
        (options as OneApiImageGenerationOptions)?.Progress?.Follow(call);
        return call;
    }

    private sealed class Door : ICallDoor<ImageCall, ImageGenerationResponse>
    {
        public static readonly Door Instance = new();

        public async ValueTask<ImageGenerationResponse> TryAsync(ImageCall call, Attempt attempt)
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            return await attempt.Candidate.Channel.Images!.GenerateAsync(call, attempt).ConfigureAwait(false);
        }
    }
}
