using System.Globalization;
using System.Text;
using OneApi.Client.Testing.Serving;
using OneApi.Client.Testing.Wall;

namespace OneApi.Client.Testing;

/// <summary>A raw HTTP/1.1 server on loopback for what well-behaved servers can't do: resets, silence, cuts, stalls, slices.</summary>
/// <remarks>
/// <para>Unless told otherwise it answers every request as OpenAI's chat completions do, whole or streamed, whatever path and key it is asked with. What it does instead is a <see cref="WallReply"/>: one that is queued, else one that holds for a time, else the rule.</para>
/// <para>Thread-safe. Disposal closes every connection at once, held ones included; <see cref="Requests"/> stays readable.</para>
/// </remarks>
public sealed class FaultWall : IAsyncDisposable
{
    private readonly WallListener _listener;
    private readonly WallPlan _plan;
    private readonly Keeper _keeper;

    private FaultWall(FaultWallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        ArgumentNullException.ThrowIfNull(options.Tokens);
        _plan = new(options.TimeProvider);
        _keeper = new(options.TimeProvider, [.. options.Tokens], _plan);
        _listener = new(_keeper, options.Port);
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_listener.Port}");
    }

    /// <summary>Gets the base URL to configure on a channel, without a slash at the end. Every path under it is answered alike.</summary>
    public string Url { get; }

    /// <summary>Gets all requests so far in order of arrival: a snapshot.</summary>
    public IReadOnlyList<WallRequest> Requests => _keeper.Log.Snapshot();

    /// <summary>Starts it.</summary>
    /// <param name="options">How; <see langword="null"/> means the defaults.</param>
    /// <returns>The running wall; dispose it.</returns>
    public static FaultWall Start(FaultWallOptions? options = null) => new(options ?? new());

    /// <summary>Queues a reply: the next requests get it, after the replies queued before it.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="times">How many requests get it, at least 1.</param>
    public void Enqueue(WallReply reply, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);

        _plan.Enqueue(reply, times);
    }

    /// <summary>Gives one reply to all requests of a time that begins now, unless another is queued; then the rule holds again.</summary>
    /// <param name="time">How long.</param>
    /// <param name="reply">The reply.</param>
    public void During(TimeSpan time, WallReply reply)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(reply);

        _plan.During(time, reply);
    }

    /// <summary>Sets the rule: one reply for all requests that nothing else is queued for.</summary>
    /// <param name="reply">The reply.</param>
    public void Always(WallReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);

        _plan.Always(_ => reply);
    }

    /// <summary>Sets the rule: each request that nothing else is queued for gets what a function chooses.</summary>
    /// <param name="choose">Called once per request, possibly at the same time for several. What it throws is answered as a plain-text 500.</param>
    public void Answer(Func<WallRequest, WallReply> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);

        _plan.Always(choose);
    }

    /// <summary>Waits for a request. Each one is handed out once, in order of arrival, also when it came before this call.</summary>
    /// <param name="cancellationToken">Ends the wait; give it a bound.</param>
    /// <returns>The request, which may not be answered yet.</returns>
    public Task<WallRequest> WaitForRequestAsync(CancellationToken cancellationToken) => _keeper.Log.NextArrivalAsync(cancellationToken);

    /// <summary>Waits until a client closes its connection before its answer was complete. Each such request is handed out once, also when it happened before this call.</summary>
    /// <param name="cancellationToken">Ends the wait; give it a bound.</param>
    /// <returns>The request whose client left.</returns>
    public Task<WallRequest> WaitForDisconnectAsync(CancellationToken cancellationToken) => _keeper.Log.NextDisconnectAsync(cancellationToken);

    /// <summary>Stops the wall and closes every connection at once. Further calls do nothing.</summary>
    /// <returns>A task that completes when the port is free and nothing of the wall runs any more.</returns>
    public ValueTask DisposeAsync()
    {
        _keeper.IsStopping = true;
        return _listener.DisposeAsync();
    }

    private sealed class Keeper(TimeProvider time, IReadOnlyList<string> tokens, WallPlan plan) : IWallKeeper
    {
        private readonly long _start = time.GetTimestamp();
        private int _requests;
        private volatile bool _isStopping;

        public TimeProvider Time => time;

        public IReadOnlyList<string> Tokens => tokens;

        public RequestLog<WallRequest> Log { get; } = new();

        public bool IsStopping
        {
            set => _isStopping = value;
        }

        public (WallRequest Request, WallReply Reply) Take(WallMessage message)
        {
            var request = new WallRequest(Interlocked.Increment(ref _requests), message.Method, message.Target, message.Headers, message.Body)
            {
                ArrivedAt = time.GetUtcNow(),
                Since = time.GetElapsedTime(_start),
            };

            // Settled before a test can see the request: what it queues after that is for the next one.
            var reply = Choose(request);
            Log.Add(request);
            return (request, reply);
        }

        public void NoteLeft(WallRequest request)
        {
            if (!_isStopping && request.MarkDisconnected(time.GetUtcNow()))
            {
                Log.AddDisconnect(request);
            }
        }

        private WallReply Choose(WallRequest request)
        {
            try
            {
                return plan.Next(request);
            }
            catch (Exception failure)
            {
                // The test's own code failed, whatever it throws: say so in the open, it must not look like the provider's error.
                return WallReply.Bytes(Encoding.UTF8.GetBytes($"The test's rule failed: {failure}"), "text/plain", 500);
            }
        }
    }
}
