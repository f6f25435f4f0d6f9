using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OneApi.Client.EntityFrameworkCore.Database;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>
/// The one writer of a process. Operations wait in a bounded queue; the writer takes what is there, at most a batch, applies it in one
/// transaction, and then answers all of them: callers of a hot account share their commits.
/// </summary>
/// <remarks>Disposal finishes what is queued. The order of operations is that of their arrival.</remarks>
internal sealed class StoreWriter : IAsyncDisposable, IDisposable
{
    private const int MostConflicts = 50;
    private static readonly int[] Pauses = [20, 50, 100, 200, 400, 800, 1000, 1000, 1000];
    private readonly Channel<StoreOperation> _queue;
    private readonly IBatchEngine _engine;
    private readonly int _batchSize;
    private readonly ILogger<StoreWriter> _logger;
    private readonly Task _loop;

    public StoreWriter(GatewayDatabase database, TimeProvider time, ILogger<StoreWriter> logger)
        : this(database.Engine is DatabaseEngine.Sqlite ? new SqliteBatchEngine(database, time) : new PostgresBatchEngine(database), database.Options, logger)
    {
    }

    internal StoreWriter(IBatchEngine engine, EntityFrameworkCoreOptions options, ILogger<StoreWriter> logger)
    {
        _engine = engine;
        _batchSize = options.BatchSize;
        _logger = logger;
        _queue = Channel.CreateBounded<StoreOperation>(new BoundedChannelOptions(options.QueueSize) { SingleReader = true });
        _loop = Task.Run(WriteAllAsync);
    }

    public async ValueTask<T> DoAsync<T>(StoreOperation<T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_queue.Writer.TryWrite(operation))
        {
            try
            {
                await _queue.Writer.WriteAsync(operation, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException exception)
            {
                throw new QuotaStoreException("The store has been stopped.", isOutcomeUnknown: false, exception);
            }
        }

        return await operation.WaitAsync().ConfigureAwait(false);
    }

    public void Dispose() => _queue.Writer.TryComplete();

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<StoreOperation>(_batchSize);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            for (var weight = 0; weight < _batchSize && _queue.Reader.TryRead(out var operation);)
            {
                if (!operation.TryAbandon())
                {
                    batch.Add(operation);
                    weight += operation.Weight;
                }
            }

            if (batch.Count > 0)
            {
                await WriteAsync(batch).ConfigureAwait(false);
            }
        }

        await _engine.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Writes a batch. It never throws: whatever happens is an answer to the batch's callers.</summary>
    private async Task WriteAsync(IReadOnlyList<StoreOperation> batch)
    {
        for (int conflicts = 0, outages = 0; ;)
        {
            try
            {
                await _engine.ApplyAsync(batch).ConfigureAwait(false);
                Complete(batch);
                return;
            }
            catch (CommitUnknownException exception)
            {
                Fail(batch, exception.InnerException!, isOutcomeUnknown: true);
                return;
            }
            catch (Exception exception) // an attempt's boundary: it becomes an answer
            {
                var fault = _engine.Judge(exception);
                if (fault is BatchFault.Conflict && conflicts++ < MostConflicts)
                {
                    Log.BatchRetried(_logger, batch.Count, Reason(exception), conflicts);
                    continue;
                }

                if (fault is BatchFault.Unavailable && outages < Pauses.Length)
                {
                    Log.BatchRetried(_logger, batch.Count, Reason(exception), outages + 1);
                    await Task.Delay(TimeSpan.FromMilliseconds(Pauses[outages++]), TimeProvider.System).ConfigureAwait(false);
                    continue;
                }

                if (fault is BatchFault.Lasting && batch.Count > 1)
                {
                    await WriteOneByOneAsync(batch, Reason(exception)).ConfigureAwait(false);
                    return;
                }

                Fail(batch, exception, isOutcomeUnknown: false);
                return;
            }
        }
    }

    /// <summary>Finds the operation that can't be written, and does the others.</summary>
    private async Task WriteOneByOneAsync(IReadOnlyList<StoreOperation> batch, string reason)
    {
        Log.OperationFailed(_logger, reason, batch.Count - 1);
        foreach (var operation in batch)
        {
            await WriteAsync([operation]).ConfigureAwait(false);
        }
    }

    private static void Complete(IReadOnlyList<StoreOperation> batch)
    {
        foreach (var operation in batch)
        {
            operation.Complete();
        }
    }

    private void Fail(IReadOnlyList<StoreOperation> batch, Exception cause, bool isOutcomeUnknown)
    {
        Log.BatchFailed(_logger, batch.Count, Reason(cause), isOutcomeUnknown);
        foreach (var operation in batch)
        {
            operation.Fail(new QuotaStoreException(
                isOutcomeUnknown ? "The database did not acknowledge; whether it was done is unknown." : $"The database did not do it ({Reason(cause)}).",
                isOutcomeUnknown,
                cause));
        }
    }

    /// <summary>The kind of a failure and its code, but not its words: they may quote what was written.</summary>
    private static string Reason(Exception exception) => exception switch
    {
        Npgsql.PostgresException postgres => "PostgreSQL " + postgres.SqlState,
        Microsoft.Data.Sqlite.SqliteException sqlite => $"SQLite {sqlite.SqliteExtendedErrorCode}",
        _ => exception.GetType().Name,
    };
}
