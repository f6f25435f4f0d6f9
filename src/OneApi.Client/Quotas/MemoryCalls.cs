namespace OneApi.Client.Quotas;

/// <summary>
/// What became of every reservation, by its id: open, ended, or ended and charged. What has ended is kept for a while and in bounded number.
/// Thread-safe; each method is one step. Its gates are leaves: they may be taken under the gates of accounts, never the other way round.
/// </summary>
/// <remarks>Split by id, so that callers of one account wait for each other at the account only.</remarks>
internal sealed class MemoryCalls
{
    private const int Shards = 64;
    private const int MaxEndedPerShard = 1_000_000 / Shards;
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(10);
    private readonly Shard[] _shards;

    public MemoryCalls(TimeProvider time)
    {
        _shards = new Shard[Shards];
        for (var i = 0; i < Shards; i++)
        {
            _shards[i] = new(time);
        }
    }

    public bool Contains(Guid id) => Of(id).Contains(id);

    /// <summary>The hold, or null when there is none or it has ended.</summary>
    public MemoryHold? FindOpen(Guid id) => Of(id).FindOpen(id);

    /// <summary>All open holds; some may end meanwhile, and some begin.</summary>
    public List<MemoryHold> ListOpen()
    {
        var holds = new List<MemoryHold>();
        foreach (var shard in _shards)
        {
            shard.AddOpenTo(holds);
        }

        return holds;
    }

    /// <summary>Opens a hold, unless its id is known.</summary>
    public bool TryOpen(MemoryHold hold) => Of(hold.Id).TryOpen(hold);

    /// <summary>Ends an open hold; only one of those who try does.</summary>
    public bool TryEnd(Guid id, bool isCharged) => Of(id).TryEnd(id, isCharged);

    /// <summary>Marks an id as charged that has no open hold; only the first time. Null when it has one.</summary>
    public bool? TryChargeWithoutHold(Guid id) => Of(id).TryChargeWithoutHold(id);

    private Shard Of(Guid id) => _shards[id.GetHashCode() & (Shards - 1)];

    private sealed class Shard(TimeProvider time)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<Guid, MemoryHold> _open = [];
        private readonly Dictionary<Guid, bool> _isCharged = [];
        private readonly Queue<(Guid Id, long At)> _ended = new();

        public bool Contains(Guid id)
        {
            lock (_gate)
            {
                return _open.ContainsKey(id) || _isCharged.ContainsKey(id);
            }
        }

        public MemoryHold? FindOpen(Guid id)
        {
            lock (_gate)
            {
                return _open.GetValueOrDefault(id);
            }
        }

        public void AddOpenTo(List<MemoryHold> holds)
        {
            lock (_gate)
            {
                holds.AddRange(_open.Values);
            }
        }

        public bool TryOpen(MemoryHold hold)
        {
            lock (_gate)
            {
                return !_isCharged.ContainsKey(hold.Id) && _open.TryAdd(hold.Id, hold);
            }
        }

        public bool TryEnd(Guid id, bool isCharged)
        {
            lock (_gate)
            {
                if (!_open.Remove(id))
                {
                    return false;
                }

                KeepLocked(id, isCharged);
                return true;
            }
        }

        public bool? TryChargeWithoutHold(Guid id)
        {
            lock (_gate)
            {
                if (_open.ContainsKey(id))
                {
                    return null;
                }

                if (!_isCharged.TryGetValue(id, out var isCharged))
                {
                    KeepLocked(id, isCharged: true);
                    return true;
                }

                _isCharged[id] = true;
                return !isCharged;
            }
        }

        private void KeepLocked(Guid id, bool isCharged)
        {
            _isCharged[id] = isCharged;
            _ended.Enqueue((id, time.GetTimestamp()));
            while (_ended.Count > MaxEndedPerShard || time.GetElapsedTime(_ended.Peek().At) > s_kept)
            {
                _isCharged.Remove(_ended.Dequeue().Id);
            }
        }
    }
}
