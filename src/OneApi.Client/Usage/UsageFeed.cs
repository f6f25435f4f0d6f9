using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Usage;

/// <summary>The listeners of the moment. Without any, a call pays one read of a field.</summary>
internal sealed class UsageFeed(ILogger<UsageFeed> logger) : IUsageFeed
{
    private ImmutableArray<Listener> _listeners = [];

    public IDisposable Listen(Action<UsageRecord> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var added = new Listener(this, listener);
        ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Add(one), added);
        return added;
    }

    public void Tell(UsageRecord record)
    {
        foreach (var listener in _listeners)
        {
            try
            {
                listener.Told(record);
            }
#pragma warning disable CA1031 // somebody else's code: it may throw anything, and the call must not suffer from it
            catch (Exception error)
#pragma warning restore CA1031
            {
                Gateway.Log.ObserverFailed(logger, error);
            }
        }
    }

    private sealed class Listener(UsageFeed feed, Action<UsageRecord> told) : IDisposable
    {
        public Action<UsageRecord> Told => told;

        public void Dispose() => ImmutableInterlocked.Update(ref feed._listeners, static (all, one) => all.Remove(one), this);
    }
}
