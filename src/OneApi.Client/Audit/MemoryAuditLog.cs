namespace OneApi.Client.Audit;

/// <summary>Keeps the newest entries as long as the process runs.</summary>
internal sealed class MemoryAuditLog : IAuditLog
{
    public const int Capacity = 10_000;
    public const int MaxLimit = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<AuditEntry> _entries = new();
    private (long Id, string Hash) _head = (0, string.Empty);
    private (long Id, string Hash) _dropped = (0, string.Empty);

    public ValueTask<AuditEntry> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
        {
            var kept = entry with { Id = _head.Id + 1 };
            kept = kept with { Hash = AuditChain.HashOf(_head.Hash, kept) };
            _entries.Enqueue(kept);
            _head = (kept.Id, kept.Hash);
            if (_entries.Count > Capacity)
            {
                var oldest = _entries.Dequeue();
                _dropped = (oldest.Id, oldest.Hash);
            }

            return new(kept);
        }
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        lock (_lock)
        {
            return new([.. _entries.Where(entry => (before is null || entry.Id < before) && Is(entry, filter)).Reverse().Take(limit)]);
        }
    }

    public ValueTask<AuditCheck> CheckAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var walk = new AuditWalk(_dropped.Id, _dropped.Hash);
            foreach (var entry in _entries)
            {
                walk.Take(entry);
            }

            return new(walk.End(_head.Id, _head.Hash));
        }
    }

    private static bool Is(AuditEntry entry, AuditFilter filter) =>
        (filter.From is null || entry.At >= filter.From)
        && (filter.Until is null || entry.At < filter.Until)
        && (filter.Caller is null || entry.Caller == filter.Caller)
        && (filter.Target is null || entry.Target == filter.Target)
        && (filter.Action is null || entry.Action == filter.Action || (filter.Action.EndsWith('.') && entry.Action.StartsWith(filter.Action, StringComparison.Ordinal)));
}
