namespace OneApi.Client;

/// <summary>Keeps who changed what. Entries are added and never changed, and each one's hash covers the one before. Thread-safe.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry. What was added holds when this returns.</summary>
    /// <param name="entry">The entry; its <see cref="AuditEntry.Id"/> and <see cref="AuditEntry.Hash"/> are given here, whatever stands there. No secret may be in it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The entry as it was kept.</returns>
    ValueTask<AuditEntry> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default);

    /// <summary>Reads entries, the newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="before">Only those with a lower <see cref="AuditEntry.Id"/>, such as that of the last one of the page before; <see langword="null"/> begins with the newest.</param>
    /// <param name="limit">How many at most: 1 to 1000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The entries; fewer than <paramref name="limit"/> when there are no more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1000.</exception>
    ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken = default);

    /// <summary>Reads all entries and says whether each is there, in its place and unchanged.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What was found.</returns>
    ValueTask<AuditCheck> CheckAsync(CancellationToken cancellationToken = default);
}
