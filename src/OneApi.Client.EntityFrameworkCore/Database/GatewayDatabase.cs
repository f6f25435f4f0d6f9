using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>The one database of a process: opens connections to it, and before the first one brings its tables up to date.</summary>
internal sealed class GatewayDatabase : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ILogger<GatewayDatabase> _logger;
    private readonly Func<GatewayDbContext> _create;
    private Task? _ready;

    public GatewayDatabase(IOptions<EntityFrameworkCoreOptions> options, ILogger<GatewayDatabase> logger)
    {
        Options = options.Value;
        _logger = logger;
        if (Engine is DatabaseEngine.Sqlite)
        {
            var text = ConnectionText.Sqlite(Options);
            File = text.DataSource;
            var sqlite = new DbContextOptionsBuilder<SqliteGatewayDbContext>().UseSqlite(text.ConnectionString, static engine => engine.MigrationsHistoryTable(GatewayDbContext.HistoryTable).ExecutionStrategy(Once)).Options;
            _create = () => new SqliteGatewayDbContext(sqlite);
            return;
        }

        var postgres = new DbContextOptionsBuilder<PostgresGatewayDbContext>().UseNpgsql(ConnectionText.Postgres(Options), static engine => engine.MigrationsHistoryTable(GatewayDbContext.HistoryTable).ExecutionStrategy(Once)).Options;
        _create = () => new PostgresGatewayDbContext(postgres);
    }

    /// <summary>A failure as it is: who tries again is decided here, and the providers' own strategy wraps what might be tried again.</summary>
    private static NonRetryingExecutionStrategy Once(ExecutionStrategyDependencies dependencies) => new(dependencies);

    public EntityFrameworkCoreOptions Options { get; }

    public DatabaseEngine Engine => Options.Engine;

    /// <summary>Gets the path of the SQLite file; empty for PostgreSQL.</summary>
    public string File { get; } = "";

    public WriteTurn WriteTurn { get; } = new();

    /// <summary>Makes a context whose connection is closed, for migrations.</summary>
    public GatewayDbContext CreateContext() => _create();

    /// <summary>Opens a context with its connection, once the tables are there.</summary>
    public async Task<GatewayDbContext> OpenAsync(CancellationToken cancellationToken)
    {
        await EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        var context = _create();
        try
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            if (Engine is DatabaseEngine.Sqlite)
            {
                await SqliteSettings.ApplyAsync(context.Database.GetDbConnection(), cancellationToken).ConfigureAwait(false);
            }

            return context;
        }
        catch
        {
            await context.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Brings the tables up to date, once in the life of the process; a failure is tried again by whoever comes next.</summary>
    public Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        Task ready;
        lock (_gate)
        {
            if (_ready is null || _ready.IsFaulted || _ready.IsCanceled)
            {
                // Not the first caller's token: the others wait for the same work.
                _ready = Migrator.MigrateAsync(this, _logger, CancellationToken.None);
            }

            ready = _ready;
        }

        return ready.IsCompletedSuccessfully ? Task.CompletedTask : ready.WaitAsync(cancellationToken);
    }

    /// <summary>Gets the value that an id has as a parameter.</summary>
    public object IdValue(Guid id) => Engine is DatabaseEngine.Sqlite ? id.ToByteArray(bigEndian: true) : id;

    /// <summary>Reads an id.</summary>
    public Guid ReadId(DbDataReader reader, int column) =>
        Engine is DatabaseEngine.Sqlite ? new Guid((byte[])reader.GetValue(column), bigEndian: true) : reader.GetGuid(column);

    public void Dispose() => WriteTurn.Dispose();
}
