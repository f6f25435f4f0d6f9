using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Transport;

namespace OneApi.Client.Conformance.Tests;

/// <summary>A clock on which short waits, such as those between polls, are over at once, and long ones only when the test says so.</summary>
internal sealed class EagerTime : FakeTimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= Longest && dueTime != ImageSession.AbandonLimit)
        {
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
