namespace OneApi.Client.Quotas;

/// <summary>Ids of reservations that have ended, kept for a while and in bounded number. Thread-safe.</summary>
internal sealed class EndedIds(TimeProvider time)
{
    private const int MaxCount = 1_000_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, bool> _charged = [];
    private readonly Queue<(Guid Id, long At)> _order = new();

    public bool Contains(Guid id)
    {
        lock (_gate)
        {
            return _charged.ContainsKey(id);
        }
    }

    public void Add(Guid id, bool isCharged)
    {
        lock (_gate)
        {
            Keep(id, isCharged);
        }
    }

    /// <summary>Marks an id as charged; only the first time, whether it ended without a charge or was never known.</summary>
    public bool TryCharge(Guid id)
    {
        lock (_gate)
        {
            if (_charged.TryGetValue(id, out var isCharged))
            {
                _charged[id] = true;
                return !isCharged;
            }

            Keep(id, isCharged: true);
            return true;
        }
    }

    private void Keep(Guid id, bool isCharged)
    {
        _charged[id] = isCharged;
        _order.Enqueue((id, time.GetTimestamp()));
        while (_order.Count > MaxCount || (_order.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Kept))
        {
            _charged.Remove(_order.Dequeue().Id);
        }
    }
}
