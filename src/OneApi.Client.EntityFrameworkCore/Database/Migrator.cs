using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>Brings the tables up to date. Of several processes that start at once, one does it and the others wait.</summary>
internal static class Migrator
{
    public static async Task MigrateAsync(GatewayDatabase database, ILogger logger, CancellationToken cancellationToken)
    {
        if (database.File.Length > 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database.File)!);
        }

        if (!database.Options.ApplyMigrations)
        {
            await CheckAsync(database, cancellationToken).ConfigureAwait(false);
            return;
        }

        var turn = await MigrationTurn.WaitAsync(database, cancellationToken).ConfigureAwait(false);
        await using var _ = turn.ConfigureAwait(false);
        var context = database.CreateContext();
        await using var __ = context.ConfigureAwait(false);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToArray();
        if (pending.Length == 0)
        {
            return;
        }

        if (database.Engine is DatabaseEngine.Sqlite)
        {
            await ForgetDeadMigrationAsync(context, cancellationToken).ConfigureAwait(false);
        }

        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        Log.Migrated(logger, database.Engine, pending.Length, pending[^1]);
    }

    private static async Task CheckAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        await using var _ = context.ConfigureAwait(false);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToArray();
        if (pending.Length > 0)
        {
            throw new InvalidOperationException($"ApplyMigrations: false was found, but the database lacks {string.Join(", ", pending)}; apply these migrations first, or set ApplyMigrations to true.");
        }
    }

    /// <summary>
    /// Entity Framework Core marks a running migration of SQLite by a row, which a killed process leaves behind for ever. We have the turn
    /// (<see cref="MigrationTurn"/>), so such a row is nobody's.
    /// https://learn.microsoft.com/ef/core/providers/sqlite/limitations#concurrent-migrations-protection
    /// </summary>
    private static async Task ForgetDeadMigrationAsync(Model.GatewayDbContext context, CancellationToken cancellationToken) =>
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken).ConfigureAwait(false);
}
