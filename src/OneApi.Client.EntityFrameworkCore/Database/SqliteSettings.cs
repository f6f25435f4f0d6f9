using System.Data.Common;

namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>
/// How every SQLite connection works: a log that is written ahead, so that readers don't wait for the writer; a commit that has reached the
/// disk when it is acknowledged; waiting for a while when another process writes.
/// </summary>
internal static class SqliteSettings
{
    private const string Text = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY;";

    public static async Task ApplyAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using var _ = command.ConfigureAwait(false);
        command.CommandText = Text;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
