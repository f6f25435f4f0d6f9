using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OneApi.Client.Routing;
using OneApi.Client.Telemetry;

namespace OneApi.Client.Gateway;

/// <summary>The chat client that a host sees. Thread-safe; one serves the whole application. Disposing it does nothing.</summary>
internal sealed partial class GatewayChatClient : IChatClient
{
    private readonly CallEngine _engine;
    private readonly Settler _settler;
    private readonly GatewayTelemetry _telemetry;
    private readonly ILogger _logger;
    private readonly string? _channel;

    public GatewayChatClient(CallEngine engine, Settler settler, GatewayTelemetry telemetry, ILogger<GatewayChatClient> logger)
        : this(engine, settler, telemetry, logger, channel: null)
    {
    }

    private GatewayChatClient(CallEngine engine, Settler settler, GatewayTelemetry telemetry, ILogger logger, string? channel)
    {
        _engine = engine;
        _settler = settler;
        _telemetry = telemetry;
        _logger = logger;
        _channel = channel;
    }

    /// <summary>A client that uses one channel only, with the same engine behind it.</summary>
    public GatewayChatClient Of(string channel) => new(_engine, _settler, _telemetry, _logger, channel);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return GetResponseCoreAsync(messages, options, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        if (serviceType == typeof(ChatClientMetadata))
        {
            return Metadata();
        }

        if (serviceType == typeof(ActivitySource))
        {
            return _telemetry.Source;
        }

        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // Shared by everybody who resolved it: the container ends what is behind it.
    }

    private async Task<ChatResponse> GetResponseCoreAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var call = Begin(messages, options, streaming: false, cancellationToken);
        var outcome = CallOutcome.Failed;
        OneApiErrorKind? kind = null;
        ChatResponse response;
        try
        {
            response = await _engine.RunAsync(call, WholeDoor.Instance).ConfigureAwait(false);
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
                await _settler.SettleAsync(call, outcome, DeliveredUsage.None, kind).ConfigureAwait(false);
            }
        }

        var record = await _settler.SettleAsync(call, outcome, DeliveredUsage.Of(response.Usage, response), error: null).ConfigureAwait(false);
        return new TracedChatResponse(response) { Record = record, Warnings = WarningsOf(call) };
    }

    private ChatCall Begin(IEnumerable<ChatMessage> messages, ChatOptions? options, bool streaming, CancellationToken cancellationToken)
    {
        var snapshot = _engine.Snapshot;
        var model = options?.ModelId ?? snapshot.DefaultModel ?? string.Empty;
        return new()
        {
            Snapshot = snapshot,
            Kind = CallKind.Chat,
            Streaming = streaming,
            Model = model,
            Caller = Caller.Of(options),
            StartedAt = _engine.Time.GetUtcNow(),
            StartTimestamp = _engine.Time.GetTimestamp(),
            CancellationToken = cancellationToken,
            PinnedChannel = _channel,
            Fallbacks = (options as OneApiChatOptions)?.Fallbacks,
            Messages = messages as IReadOnlyList<ChatMessage> ?? [.. messages],
            Options = options,
            Client = this,
            Activity = _telemetry.StartCall(CallKind.Chat, model),
        };
    }

    private IReadOnlyList<OneApiWarning> WarningsOf(Call call) => CallWarnings.Of(call, _logger);

    private ChatClientMetadata Metadata()
    {
        if (_channel is not null && _engine.Snapshot.ByName.TryGetValue(_channel, out var channel))
        {
            return new(channel.TelemetryName, channel.Address, channel.Models is [var only] && !only.Contains('*', StringComparison.Ordinal) ? only : null);
        }

        return new("oneapi", providerUri: null, _engine.Snapshot.DefaultModel);
    }

    private sealed class WholeDoor : ICallDoor<ChatCall, ChatResponse>
    {
        public static readonly WholeDoor Instance = new();

        public async ValueTask<ChatResponse> TryAsync(ChatCall call, Attempt attempt)
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            return await attempt.Candidate.Channel.Chat!.GetResponseAsync(call, attempt).ConfigureAwait(false);
        }
    }
}
