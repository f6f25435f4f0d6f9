using Microsoft.AspNetCore.Http;
using OneApi.Client.Testing.Faults;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing;

/// <summary>A provider on loopback that speaks its own protocol, checks what it is sent, and fails on demand.</summary>
/// <remarks>
/// <para>Unscripted it answers naturally and always the same: it echoes the last user message; it calls each offered tool whose name that message contains, or which the request forces, with arguments made from the tool's schema; after tool results it quotes them; asked for JSON it answers JSON that fits the schema.</para>
/// <para>Thread-safe. Disposal closes every connection at once, held ones included; <see cref="Requests"/> stays readable.</para>
/// </remarks>
public abstract class FakeProvider : IAsyncDisposable
{
    private readonly ProviderWire _wire;
    private readonly FakeProviderOptions _options;
    private readonly FakeKeys _keys;
    private readonly AnswerMaker _answers;
    private readonly LoopbackServer _server;
    private readonly RequestLog<FakeRequest> _log = new();
    private readonly FaultQueue _faults = new();
    private volatile Func<FakeRequest, FakeReply?> _script = static _ => null;

    private protected FakeProvider(ProviderWire wire, FakeProviderOptions options)
    {
        _wire = wire;
        _options = options;
        _keys = new(options.ApiKey ?? wire.DefaultApiKey, options.SecretKey ?? wire.DefaultSecretKey, options.AppId ?? wire.DefaultAppId);
        _answers = new AnswerMaker(wire, options);
        _server = LoopbackServer.Start(HandleAsync, options.Port);
        Url = _server.Url + wire.BasePath;
    }

    /// <summary>Gets the base URL to configure on a channel, with the path prefix that the provider's own base URL has and no slash at the end.</summary>
    public string Url { get; }

    /// <summary>Gets the key that is accepted.</summary>
    public string ApiKey => _keys.ApiKey;

    /// <summary>Gets the secret that is accepted beside the key; empty where the provider has none.</summary>
    public string SecretKey => _keys.SecretKey;

    /// <summary>Gets the application's id that is accepted; empty where the provider has none.</summary>
    public string AppId => _keys.AppId;

    /// <summary>Gets all requests so far in order of arrival, refused and faulted ones included: a snapshot.</summary>
    public IReadOnlyList<FakeRequest> Requests => _log.Snapshot();

    /// <summary>Queues a fault: it strikes the next requests, after the faults queued before it have struck theirs. Requests for a token pass it by.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="times">How many requests it strikes, at least 1; by default all that follow.</param>
    public void Fault(Fault fault, int times = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        if (fault.Code is { } code && _wire.WordCode(code, new WireFailure(WireErrorKind.Coded, FakeRequest.Nothing) { Code = code }) is null)
        {
            throw new ArgumentException($"{GetType().Name} knows no error '{code}'.", nameof(fault));
        }

        _faults.Add(fault, times);
    }

    /// <summary>Removes all queued faults. Requests that have been struck stay struck.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Answers all following chat requests with one reply.</summary>
    /// <param name="reply">The reply.</param>
    public void Reply(FakeReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);

        _script = _ => reply;
    }

    /// <summary>Answers each following chat request with what a function chooses.</summary>
    /// <param name="choose">Called once per request, possibly at the same time for several; <see langword="null"/> from it means the natural answer. What it throws is answered as a plain-text 500.</param>
    public void Reply(Func<FakeRequest, FakeReply?> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);

        _script = choose;
    }

    /// <summary>Waits for a request. Each one is handed out once, in order of arrival, also when it came before this call.</summary>
    /// <param name="cancellationToken">Ends the wait; give it a bound.</param>
    /// <returns>The request, which may not be answered yet.</returns>
    public Task<FakeRequest> WaitForRequestAsync(CancellationToken cancellationToken) => _log.NextArrivalAsync(cancellationToken);

    /// <summary>Waits until a client goes away before its answer was complete. Each such request is handed out once, also when it happened before this call.</summary>
    /// <param name="cancellationToken">Ends the wait; give it a bound.</param>
    /// <returns>The request whose client left.</returns>
    public Task<FakeRequest> WaitForDisconnectAsync(CancellationToken cancellationToken) => _log.NextDisconnectAsync(cancellationToken);

    /// <summary>Stops the fake and closes every connection at once. Further calls do nothing.</summary>
    /// <returns>A task that completes when the port is free.</returns>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        var request = await RequestReader.ReadAsync(context).ConfigureAwait(false);
        request.Model = _wire.ModelOf(request);
        request.IsStreaming = _wire.IsStreaming(request);
        var refusal = _wire.Authorize(request, _keys, _options.TimeProvider);
        request.AuthenticationPassed = refusal is null;

        // Settled before a test can see the request: what it queues after that is for the next one.
        // A token is issued as ever, whatever calls meet.
        var (fault, script) = _wire.IssuesCredentials(request) ? (null, static _ => null) : (_faults.Take(), _script);
        if (refusal is null && SocketDoor.IsAsked(context) && _wire.OpensSocket(request) && !_answers.RefusesSocket(fault, request))
        {
            await ServeSocketAsync(context, request, fault, script, stopping).ConfigureAwait(false);
            return;
        }

        using var left = context.RequestAborted.Register(() => NoteDisconnect(request, stopping));
        _log.Add(request);
        var sender = new AnswerSender(context, request, _wire, _options.TimeProvider, stopping);

        await sender.SendAsync(fault, _answers.Make(request, refusal, fault, script)).ConfigureAwait(false);
    }

    /// <summary>The request that tests see is the message that the client sends over its socket.</summary>
    private async Task ServeSocketAsync(HttpContext context, FakeRequest opening, Fault? fault, Func<FakeRequest, FakeReply?> script, CancellationToken stopping)
    {
        using var socket = await SocketDoor.OpenAsync(context).ConfigureAwait(false);
        if (await SocketDoor.ReadMessageAsync(socket, stopping).ConfigureAwait(false) is not { } message)
        {
            return; // the client has left without a word
        }

        var request = opening.With(message);
        request.Model = _wire.ModelOf(request);
        request.IsStreaming = _wire.IsStreaming(request);
        using var left = context.RequestAborted.Register(() => NoteDisconnect(request, stopping));
        _log.Add(request);
        var sender = new SocketSender(socket, context, request, _wire, _options.TimeProvider, () => NoteDisconnect(request, stopping), stopping);

        await sender.SendAsync(fault, _answers.Make(request, null, fault, script)).ConfigureAwait(false);
    }

    private void NoteDisconnect(FakeRequest request, CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested && request.MarkDisconnected())
        {
            _log.AddDisconnect(request);
        }
    }
}
