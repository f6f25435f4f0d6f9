namespace OneApi.Client.Transport;

/// <summary>
/// The one clock of an attempt: the caller's cancellation and all time limits end in one token.
/// </summary>
/// <remarks>
/// Activity only notes a timestamp; a single timer looks at the notes when the nearest limit is due and sets itself again.
/// A stream of a thousand chunks therefore sets its timer a handful of times, and no timer is touched per chunk.
/// Polly's timeout strategy has no way to be put off by activity, so first-token and idle limits can't be made of it
/// (docs/decisions/0003-attempt-clock.md).
/// </remarks>
internal sealed class AttemptClock : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly AttemptLimits _limits;
    private readonly bool _streaming;
    private readonly CancellationTokenSource _cancellation;
    private readonly long _start;
    private ITimer? _timer;
    private long _lastByte;
    private long _lastContent;
    private long _firstContent;
    private volatile bool _connected;
    private volatile bool _isHeld;
    private bool _disposed;

    public AttemptClock(TimeProvider time, in AttemptLimits limits, bool streaming, CancellationToken caller)
    {
        _time = time;
        _limits = limits;
        _streaming = streaming;
        CallerToken = caller;
        _cancellation = caller.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(caller) : new();
        Token = _cancellation.Token;
        _start = _lastByte = _lastContent = time.GetTimestamp();
        SetTimer();
    }

    /// <summary>Gets the clock that the attempt goes by, for waits inside it.</summary>
    public TimeProvider Time => _time;

    /// <summary>Gets the token that ends the attempt.</summary>
    public CancellationToken Token { get; }

    public CancellationToken CallerToken { get; }

    /// <summary>Gets the limit that ended the attempt, or null.</summary>
    public string? Expired { get; private set; }

    /// <summary>Gets a value indicating whether the answer's headers have come.</summary>
    public bool HasHeaders { get; private set; }

    /// <summary>Gets a value indicating whether content has come.</summary>
    public bool HasContent => Volatile.Read(ref _firstContent) != 0;

    /// <summary>Gets the provider's request id, once the headers have named it.</summary>
    public string? RequestId { get; set; }

    /// <summary>Gets or sets whether the provider says that the same call may succeed when it is sent again; null when it does not say.</summary>
    public bool? ShouldRetry { get; set; }

    public TimeSpan? TimeToFirstContent => HasContent ? _time.GetElapsedTime(_start, _firstContent) : null;

    public DateTimeOffset UtcNow => _time.GetUtcNow();

    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    /// <summary>The request is on its way: the connection stands.</summary>
    public void NoteConnected()
    {
        _connected = true;
    }

    public void NoteHeaders()
    {
        _connected = true;
        HasHeaders = true;
    }

    public void NoteBytes() => Volatile.Write(ref _lastByte, _time.GetTimestamp());

    public void NoteContent()
    {
        var now = _time.GetTimestamp();
        Volatile.Write(ref _lastContent, now);
        if (Volatile.Read(ref _firstContent) != 0)
        {
            return;
        }

        Volatile.Write(ref _firstContent, now);
        Volatile.Write(ref _lastByte, now);
        SetTimer(); // other limits hold from here on
    }

    /// <summary>The stream is in the consumer's hands: a provider that nobody listens to is not silent.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>The consumer wants more: silence counts again, from now.</summary>
    public void Release()
    {
        var now = _time.GetTimestamp();
        Volatile.Write(ref _lastByte, now);
        Volatile.Write(ref _lastContent, now);
        _isHeld = false;
    }

    /// <summary>Ends the attempt from our side; nobody is told why.</summary>
    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt has ended already.
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        _timer?.Dispose();
        _cancellation.Dispose();
    }

    private void SetTimer()
    {
        var due = NextDue(out _);
        if (due is not { } wait)
        {
            return;
        }

        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            if (_timer is null)
            {
                _timer = CreateTimer(wait);
            }
            else
            {
                _timer.Change(wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The timer must not carry the caller's execution context (its async locals, its activity) along.</summary>
    private ITimer CreateTimer(TimeSpan wait)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return _time.CreateTimer(static state => ((AttemptClock)state!).Tick(), this, wait, Timeout.InfiniteTimeSpan);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return _time.CreateTimer(static state => ((AttemptClock)state!).Tick(), this, wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick()
    {
        if (NextDue(out var limit) is not { } wait)
        {
            return;
        }

        if (wait > TimeSpan.Zero)
        {
            SetTimer();
            return;
        }

        lock (_lock)
        {
            if (_disposed || _cancellation.IsCancellationRequested)
            {
                return; // it has ended, or the caller was first: what unwinds slowly must not turn into a timeout
            }

            Expired = limit;
        }

        Cancel();
    }

    /// <summary>How long until the nearest limit, and which one it is; null when none holds.</summary>
    private TimeSpan? NextDue(out string? limit)
    {
        TimeSpan? nearest = null;
        limit = null;
        var now = _time.GetTimestamp();
        var hasContent = HasContent;
        if (!_connected)
        {
            Consider(_limits.Connect, _start, "connect", now, ref nearest, ref limit);
        }

        if (_streaming && !hasContent)
        {
            Consider(_limits.FirstToken, _start, "first_token", now, ref nearest, ref limit);
        }

        if (_streaming && hasContent)
        {
            // While the stream is held the timer just comes round again: it is not touched per chunk.
            var isHeld = _isHeld;
            Consider(_limits.Idle, isHeld ? now : Volatile.Read(ref _lastByte), "idle", now, ref nearest, ref limit);
            Consider(_limits.IdleContent, isHeld ? now : Volatile.Read(ref _lastContent), "idle_content", now, ref nearest, ref limit);
        }

        if (!hasContent || !_limits.TotalEndsWithContent)
        {
            Consider(_limits.Total, _start, "total", now, ref nearest, ref limit);
        }

        return nearest;
    }

    private void Consider(TimeSpan? length, long since, string name, long now, ref TimeSpan? nearest, ref string? limit)
    {
        if (length is not { } allowed)
        {
            return;
        }

        var left = allowed - _time.GetElapsedTime(since, now);
        if (nearest is null || left < nearest)
        {
            nearest = left < TimeSpan.Zero ? TimeSpan.Zero : left;
            limit = name;
        }
    }
}
