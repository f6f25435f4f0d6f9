using System.Collections.Concurrent;

namespace OneApi.Client.Gateway;

/// <summary>Work that no call waits for: attempts that lost their race and are on their way out, copies of calls. The gateway waits for it, when it ends.</summary>
internal sealed class LooseEnds(TimeProvider time) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public int Count => _running.Count;

    public void Add(Task ending)
    {
        if (ending.IsCompleted)
        {
            return;
        }

        _running[ending] = true;
        _ = ending.ContinueWith(
            static (task, all) => ((ConcurrentDictionary<Task, bool>)all!).TryRemove(task, out _),
            _running,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Waits for all that is under way at this moment.</summary>
    public Task WhenDoneAsync() => Task.WhenAll(_running.Keys);

    /// <summary>A host that is not disposed asynchronously does not wait for them.</summary>
    public void Dispose()
    {
    }

    /// <summary>Waits for them, but not for somebody's client that ignores its cancellation.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await WhenDoneAsync().WaitAsync(Limit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It ends with the process.
        }
    }
}
