using System.Diagnostics;
using Microsoft.Data.Sqlite;
using OneApi.Client.EntityFrameworkCore.Database;
using SQLitePCL;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>Applies batches to SQLite: under the write lock from the first read to the commit. The host's clock decides what is over.</summary>
internal sealed class SqliteBatchEngine(GatewayDatabase database, TimeProvider time) : IBatchEngine
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private readonly SqliteTurns _turns = new();
    private SqliteSession? _session;
    private SqliteChanges? _changes;

    public async Task ApplyAsync(IReadOnlyList<StoreOperation> operations)
    {
        await _turns.GiveOthersAsync(_session).ConfigureAwait(false);
        using var turn = await database.WriteTurn.EnterAsync().ConfigureAwait(false);
        try
        {
            var session = _session ??= new(await database.OpenAsync(CancellationToken.None).ConfigureAwait(false));
            _changes ??= new(session);
            await BeginAsync(session).ConfigureAwait(false);
            Apply(session, _changes, operations);
        }
        catch
        {
            await CloseAsync().ConfigureAwait(false); // rolls back
            throw;
        }
    }

    public BatchFault Judge(Exception exception) => exception switch
    {
        BatchConflictException => BatchFault.Conflict,
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_FULL } => BatchFault.Unavailable,
        IOException => BatchFault.Unavailable,
        _ => BatchFault.Lasting,
    };

    public ValueTask DisposeAsync() => CloseAsync();

    private async Task BeginAsync(SqliteSession session)
    {
        var began = Stopwatch.GetTimestamp();
        while (!session.TryBegin())
        {
            _turns.MetOthers();
            if (Stopwatch.GetElapsedTime(began) > LongestWait)
            {
                throw new SqliteException("Another process holds the write lock for too long.", raw.SQLITE_BUSY);
            }

            // The other process's time, not ours: the system's clock, whatever clock the host gave us.
            await Task.Delay(Poll, TimeProvider.System).ConfigureAwait(false);
        }
    }

    private void Apply(SqliteSession session, SqliteChanges changes, IReadOnlyList<StoreOperation> operations)
    {
        var state = new BatchState(session, time.GetUtcNow().UtcTicks);
        foreach (var operation in operations)
        {
            operation.Apply(state);
        }

        changes.Write(state);
        try
        {
            session.Commit();
        }
        catch (SqliteException exception)
        {
            throw new CommitUnknownException(exception);
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_session is { } session)
        {
            (_session, _changes) = (null, null);
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }
}
