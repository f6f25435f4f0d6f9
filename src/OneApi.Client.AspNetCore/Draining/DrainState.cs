using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Draining;

/// <summary>Whether the gateway still takes calls, and how many run. Every call over HTTP asks <see cref="TryBegin"/> first and says <see cref="End"/> at its end.</summary>
internal sealed class DrainState : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _isDraining;

    /// <summary>Gets what a call is told that comes too late.</summary>
    public static EndpointError Refusal { get; } = new(503, "server_error", "gateway_overloaded", "The gateway is shutting down and takes no new calls. Try again: another instance, or this one when it is back, answers.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
        ShouldRetry = true,
    };

    public bool IsDraining
    {
        get
        {
            lock (_lock)
            {
                return _isDraining;
            }
        }
    }

    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    /// <summary>Gets what is cancelled when the time of the drain is over: a call that runs on then ends with <see cref="Refusal"/>, in its stream where that has begun.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Counts a call in, or says that it must be refused with <see cref="Refusal"/>.</summary>
    public bool TryBegin()
    {
        lock (_lock)
        {
            _running += _isDraining ? 0 : 1;
            return !_isDraining;
        }
    }

    /// <summary>Counts a call out that <see cref="TryBegin"/> has let in.</summary>
    public void End()
    {
        lock (_lock)
        {
            _running--;
            SetIdleLocked();
        }
    }

    /// <summary>From now on nobody is let in. Repeating it changes nothing.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _isDraining = true;
            SetIdleLocked();
        }
    }

    /// <summary>Waits until the drain has begun and the last call has ended.</summary>
    public Task WhenIdleAsync() => _idle.Task;

    /// <summary>Ends the calls that still run.</summary>
    public Task EndRunningAsync() => _ending.CancelAsync();

    public void Dispose() => _ending.Dispose();

    private void SetIdleLocked()
    {
        if (_isDraining && _running == 0)
        {
            _idle.TrySetResult();
        }
    }
}
