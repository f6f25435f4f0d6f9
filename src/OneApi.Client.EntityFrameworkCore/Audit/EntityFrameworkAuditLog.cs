using Microsoft.EntityFrameworkCore;
using OneApi.Client.Audit;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.Model;
using OneApi.Client.EntityFrameworkCore.Usage;

namespace OneApi.Client.EntityFrameworkCore.Audit;

/// <summary>The audit log in the database. Every entry raises the row of the head first: its lock puts the entries of all nodes in a row.</summary>
internal sealed class EntityFrameworkAuditLog(GatewayDatabase database) : IAuditLog
{
    private const int MaxLimit = 1000;

    public async ValueTask<AuditEntry> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var turn = database.Engine is DatabaseEngine.Sqlite ? await database.WriteTurn.EnterAsync(cancellationToken).ConfigureAwait(false) : default;
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        await context.AuditHeads.ExecuteUpdateAsync(static row => row.SetProperty(static head => head.Id, static head => head.Id + 1), cancellationToken).ConfigureAwait(false);
        var head = await HeadAsync(context, cancellationToken).ConfigureAwait(false);
        var kept = Clean(entry) with { Id = head.Id };
        kept = kept with { Hash = AuditChain.HashOf(head.Hash, kept) };
        await context.AuditHeads.ExecuteUpdateAsync(row => row.SetProperty(static head => head.Hash, kept.Hash), cancellationToken).ConfigureAwait(false);
        context.Audit.Add(RowOf(kept));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return kept;
    }

    public async ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var rows = Where(context.Audit.AsNoTracking(), filter);
        if (before is { } id)
        {
            rows = rows.Where(row => row.Id < id);
        }

        return [.. (await rows.OrderByDescending(static row => row.Id).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false)).Select(EntryOf)];
    }

    public async ValueTask<AuditCheck> CheckAsync(CancellationToken cancellationToken = default)
    {
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var head = await HeadAsync(context, cancellationToken).ConfigureAwait(false); // what comes later is not checked
        var walk = new AuditWalk(0, string.Empty);
        await foreach (var row in context.Audit.AsNoTracking().Where(row => row.Id <= head.Id).OrderBy(static row => row.Id).AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            walk.Take(EntryOf(row));
        }

        return walk.End(head.Id, head.Hash);
    }

    private static IQueryable<AuditRow> Where(IQueryable<AuditRow> rows, AuditFilter filter)
    {
        if (filter.From is { } from)
        {
            var ticks = from.UtcTicks;
            rows = rows.Where(row => row.At >= ticks);
        }

        if (filter.Until is { } until)
        {
            var ticks = until.UtcTicks;
            rows = rows.Where(row => row.At < ticks);
        }

        if (StoredText.CleanOrNull(filter.Caller) is { } caller)
        {
            rows = rows.Where(row => row.Caller == caller);
        }

        if (StoredText.CleanOrNull(filter.Target) is { } target)
        {
            rows = rows.Where(row => row.Target == target);
        }

        return StoredText.CleanOrNull(filter.Action) switch
        {
            null => rows,
            var action when action.EndsWith('.') => Below(rows, action, action[..^1] + '/'), // the character after the dot
            var action => rows.Where(row => row.Action == action),
        };
    }

    /// <summary>Those whose action begins so. A range, since LIKE would not regard case in SQLite.</summary>
    private static IQueryable<AuditRow> Below(IQueryable<AuditRow> rows, string from, string until) =>
        rows.Where(row => string.Compare(row.Action, from) >= 0 && string.Compare(row.Action, until) < 0);

    private static Task<AuditHeadRow> HeadAsync(GatewayDbContext context, CancellationToken cancellationToken) =>
        context.AuditHeads.AsNoTracking().SingleAsync(cancellationToken);

    /// <summary>The entry as a database keeps it, so that its hash is that of what will be read.</summary>
    private static AuditEntry Clean(AuditEntry entry) => entry with
    {
        Caller = StoredText.Clean(entry.Caller),
        Role = StoredText.CleanOrNull(entry.Role),
        Action = StoredText.Clean(entry.Action),
        Target = StoredText.Clean(entry.Target),
        Before = StoredText.CleanOrNull(entry.Before),
        After = StoredText.CleanOrNull(entry.After),
        Address = StoredText.CleanOrNull(entry.Address),
        RequestId = StoredText.CleanOrNull(entry.RequestId),
    };

    private static AuditRow RowOf(AuditEntry entry) => new()
    {
        Id = entry.Id,
        At = entry.At.UtcTicks,
        Caller = entry.Caller,
        Role = entry.Role,
        Action = entry.Action,
        Target = entry.Target,
        Before = entry.Before,
        After = entry.After,
        Address = entry.Address,
        RequestId = entry.RequestId,
        Hash = entry.Hash,
    };

    private static AuditEntry EntryOf(AuditRow row) => new()
    {
        Id = row.Id,
        At = new(row.At, TimeSpan.Zero),
        Caller = row.Caller,
        Role = row.Role,
        Action = row.Action,
        Target = row.Target,
        Before = row.Before,
        After = row.After,
        Address = row.Address,
        RequestId = row.RequestId,
        Hash = row.Hash,
    };
}
