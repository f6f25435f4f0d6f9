using Microsoft.EntityFrameworkCore;
using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>
/// The right to change the tables, which one process has at a time: for SQLite a locked file beside the database, for PostgreSQL an advisory
/// lock. The operating system and the server take both back from a process that dies.
/// </summary>
internal sealed class MigrationTurn : IAsyncDisposable
{
    private const long AdvisoryLock = 0x4F6E_6541_7069_0001;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private readonly FileStream? _file;
    private readonly GatewayDbContext? _session;

    private MigrationTurn(FileStream? file, GatewayDbContext? session) => (_file, _session) = (file, session);

    public static async Task<MigrationTurn> WaitAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        if (database.Engine is DatabaseEngine.Sqlite)
        {
            return new(await LockFileAsync(database.File + "-migration", cancellationToken).ConfigureAwait(false), session: null);
        }

        var session = database.CreateContext();
        try
        {
            await session.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await session.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({AdvisoryLock})", cancellationToken).ConfigureAwait(false);
            return new(file: null, session);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }

        if (_session is not null)
        {
            await _session.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({AdvisoryLock})").ConfigureAwait(false);
            await _session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<FileStream> LockFileAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
            {
                // The other process's time, not ours: the system's clock, whatever clock the host gave us.
                await Task.Delay(Poll, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
