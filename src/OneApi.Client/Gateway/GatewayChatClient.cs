using System.Diagnostics;
using Microsoft.Extensions.AI;
using OneApi.Client.Routing;
using OneApi.Client.Telemetry;
using OneApi.Client.Traffic;

namespace OneApi.Client.Gateway;

/// <summary>The chat client that a host sees. Thread-safe; one serves the whole application. Disposing it does nothing.</summary>
internal sealed class GatewayChatClient : IChatClient
{
    private readonly CallEngine _engine;
    private readonly ChatPath _path;
    private readonly ShadowRunner _shadows;
    private readonly Action<ChatCall>? _served;
    private readonly GatewayTelemetry _telemetry;
    private readonly string? _channel;

    public GatewayChatClient(CallEngine engine, ChatPath path, ShadowRunner shadows, GatewayTelemetry telemetry)
        : this(engine, path, shadows, telemetry, channel: null)
    {
    }

    private GatewayChatClient(CallEngine engine, ChatPath path, ShadowRunner shadows, GatewayTelemetry telemetry, string? channel)
    {
        _engine = engine;
        _path = path;
        _shadows = shadows;
        _served = channel is null ? shadows.Consider : null;
        _telemetry = telemetry;
        _channel = channel;
    }

    /// <summary>A client that uses one channel only, with the same engine behind it.</summary>
    public GatewayChatClient Of(string channel) => new(_engine, _path, _shadows, _telemetry, channel);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return _path.GetAsync(Begin(messages, options, streaming: false, cancellationToken));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, settled: null, cancellationToken);
    }

    /// <summary>The same for whoever wants the record of a call that does not come to its end as well.</summary>
    public IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, Action<UsageRecord>? settled, CancellationToken cancellationToken) =>
        _path.StreamAsync(stop => Begin(messages, options, streaming: true, stop, settled), cancellationToken);

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

    private ChatCall Begin(IEnumerable<ChatMessage> messages, ChatOptions? options, bool streaming, CancellationToken cancellationToken, Action<UsageRecord>? settled = null)
    {
        var snapshot = _engine.Snapshot;
        var model = options?.ModelId ?? snapshot.DefaultModel ?? string.Empty;
        var call = new ChatCall
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
            Served = _served,
            Settled = settled,
            Activity = _telemetry.StartCall(CallKind.Chat, model),
        };
        (options as OneApiChatOptions)?.Progress?.Follow(call);
        return call;
    }

    private ChatClientMetadata Metadata()
    {
        if (_channel is not null && _engine.Snapshot.ByName.TryGetValue(_channel, out var channel))
        {
            return new(channel.TelemetryName, channel.Address, channel.Models is [var only] && !only.Contains('*', StringComparison.Ordinal) ? only : null);
        }

        return new("oneapi", providerUri: null, _engine.Snapshot.DefaultModel);
    }
}
