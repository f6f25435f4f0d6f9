using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A clock that stands still until the test moves it, and tells when somebody has begun to wait.</summary>
internal sealed class SteppedTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _timers = [];
    private readonly List<(Func<TimeSpan, bool> Matches, int Count, TaskCompletionSource Seen)> _waiters = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
        {
            _timers.Add(dueTime);
            foreach (var (matches, count, seen) in _waiters)
            {
                if (_timers.Count(matches) >= count)
                {
                    seen.TrySetResult();
                }
            }
        }

        return timer;
    }

    /// <summary>Waits until so many timers of a matching length were begun, those of the past included.</summary>
    public Task TimerAsync(Func<TimeSpan, bool> matches, CancellationToken cancellationToken, int count = 1)
    {
        lock (_lock)
        {
            if (_timers.Count(matches) >= count)
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((matches, count, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
        }
    }
}
