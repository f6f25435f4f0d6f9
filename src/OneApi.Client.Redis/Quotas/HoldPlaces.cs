using System.Collections.Concurrent;

namespace OneApi.Client.Redis.Quotas;

/// <summary>In which buckets the open holds are that this process has made. Only a shortcut: what is not here is looked for in every bucket.</summary>
internal sealed class HoldPlaces
{
    private const int MaxCount = 200_000;
    private readonly ConcurrentDictionary<Guid, int[]> _places = new();
    private int _count;

    public int[]? Find(Guid id) => _places.GetValueOrDefault(id);

    public void Add(Guid id, int[] buckets)
    {
        if (!_places.TryAdd(id, buckets) || Interlocked.Increment(ref _count) <= MaxCount)
        {
            return;
        }

        // Callers that never came back have filled it up. Forgetting costs a look into every bucket, once for each call that runs now.
        _places.Clear();
        Volatile.Write(ref _count, 0);
    }

    public void Remove(Guid id)
    {
        if (_places.TryRemove(id, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
