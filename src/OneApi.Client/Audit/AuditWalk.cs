namespace OneApi.Client.Audit;

/// <summary>Goes along a chain, oldest entry first, up to the first one that does not fit.</summary>
internal struct AuditWalk(long lastId, string lastHash)
{
    private long _lastId = lastId;
    private string _lastHash = lastHash;
    private long _entries;
    private long? _brokenAt;

    public readonly bool IsBroken => _brokenAt is not null;

    public void Take(AuditEntry entry)
    {
        _entries++;
        if (IsBroken)
        {
            return;
        }

        if (entry.Id != _lastId + 1 || AuditChain.HashOf(_lastHash, entry) != entry.Hash)
        {
            _brokenAt = _lastId + 1;
            return;
        }

        (_lastId, _lastHash) = (entry.Id, entry.Hash);
    }

    /// <summary>The finding, once all are taken: the newest one must be the one that the log remembers as such.</summary>
    public readonly AuditCheck End(long headId, string head)
    {
        var brokenAt = _brokenAt ?? (headId == _lastId && head == _lastHash ? null : _lastId + 1);
        return new(brokenAt is null, _entries, brokenAt, head);
    }
}
