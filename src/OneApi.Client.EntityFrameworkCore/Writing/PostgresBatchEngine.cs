using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>Applies batches to PostgreSQL in three round trips: lock and read, write, commit. The server's clock decides what is over.</summary>
internal sealed class PostgresBatchEngine(GatewayDatabase database) : IBatchEngine
{
    /// <summary>
    /// Every statement of the writer finds its rows by an index. Plans are made once: a plan that was made while a table was small would read
    /// the whole of it when it has grown, until the statistics are gathered.
    /// </summary>
    private const string Settings = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off";

    private GatewayDbContext? _context;

    public async Task ApplyAsync(IReadOnlyList<StoreOperation> operations)
    {
        try
        {
            var context = _context ??= await OpenAsync().ConfigureAwait(false);
            await ApplyAsync((NpgsqlConnection)context.Database.GetDbConnection(), operations).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false); // the next try takes another connection
            throw;
        }
    }

    public BatchFault Judge(Exception exception) => exception switch
    {
        BatchConflictException => BatchFault.Conflict,
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.LockNotAvailable } => BatchFault.Conflict,
        NpgsqlException { IsTransient: true } => BatchFault.Unavailable,
        PostgresException postgres => postgres.SqlState[..2] is "08" or "53" or "57" ? BatchFault.Unavailable : BatchFault.Lasting,
        NpgsqlException or IOException or SocketException or TimeoutException => BatchFault.Unavailable,
        _ => BatchFault.Lasting,
    };

    public async ValueTask DisposeAsync()
    {
        if (_context is { } context)
        {
            _context = null;
            await context.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<GatewayDbContext> OpenAsync()
    {
        var context = await database.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await context.Database.ExecuteSqlRawAsync(Settings).ConfigureAwait(false);
            return context;
        }
        catch
        {
            await context.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, IReadOnlyList<StoreOperation> operations)
    {
        var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var facts = await PostgresReader.ReadAsync(connection, transaction, BatchNames.Of(operations)).ConfigureAwait(false);
        var state = new BatchState(facts, facts.Now);
        foreach (var operation in operations)
        {
            operation.Apply(state);
        }

        await PostgresChanges.WriteAsync(connection, transaction, state).ConfigureAwait(false);
        try
        {
            await transaction.CommitAsync().ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState[..2] is "40" or "23")
        {
            throw; // the server's own word that it was rolled back
        }
        catch (Exception exception) // whatever it was: the commit was sent
        {
            throw new CommitUnknownException(exception);
        }
    }
}
