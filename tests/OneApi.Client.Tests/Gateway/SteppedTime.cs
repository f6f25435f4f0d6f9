using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A clock that stands still until the test moves it, and tells when somebody has begun to wait.</summary>
internal sealed class SteppedTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _timers = [];
    private readonly List<(Func<TimeSpan, bool> Matches, TaskCompletionSource Seen)> _waiters = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
        {
            _timers.Add(dueTime);
            foreach (var (matches, seen) in _waiters)
            {
                if (matches(dueTime))
                {
                    seen.TrySetResult();
                }
            }
        }

        return timer;
    }

    /// <summary>Waits until a timer of a matching length was begun, now or before.</summary>
    public Task TimerAsync(Func<TimeSpan, bool> matches, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_timers.Any(matches))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((matches, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
        }
    }
}
