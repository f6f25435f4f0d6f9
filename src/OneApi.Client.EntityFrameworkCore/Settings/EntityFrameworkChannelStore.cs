using Microsoft.EntityFrameworkCore;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Settings;

/// <summary>Settings in the database. Every change raises the one row of versions first: its lock puts changes of all nodes in a row.</summary>
internal sealed class EntityFrameworkChannelStore(GatewayDatabase database) : IChannelStore
{
    public bool IsDurable => true;

    public async ValueTask<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        return await VersionAsync(context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One statement, so that version and settings are of one moment.</summary>
    public async ValueTask<StoredSettings> ListAsync(CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var rows = await context.SettingsVersions.AsNoTracking()
            .LeftJoin(context.Settings, static _ => true, static _ => true, static (counter, row) => new { counter.Version, Row = row })
            .OrderBy(static both => both.Row!.Version)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new(rows.Count == 0 ? 0 : rows[0].Version, [.. rows.Where(static both => both.Row is not null).Select(static both => Setting(both.Row!))]);
    }

    public async ValueTask<long?> PutAsync(StoredSetting setting, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var (kind, upper) = (setting.Kind, Upper(setting.Name));
        return await ChangeAsync(
            async (context, version) =>
            {
                var known = await context.Settings.SingleOrDefaultAsync(row => row.Kind == kind && row.UpperName == upper, cancellationToken).ConfigureAwait(false);
                if ((known?.Version ?? 0) != expectedVersion)
                {
                    return false;
                }

                if (known is null)
                {
                    known = new() { Kind = kind, UpperName = upper, Name = setting.Name, Json = setting.Json, Version = version, ChangedAt = 0 };
                    context.Settings.Add(known);
                }

                known.Name = setting.Name;
                known.Json = setting.Json;
                known.Secrets = setting.Secrets;
                known.Version = version;
                known.ChangedAt = setting.ChangedAt.UtcTicks;
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> RemoveAsync(string kind, string name, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(name);
        var upper = Upper(name);
        return await ChangeAsync(
            async (context, _) =>
                await context.Settings.Where(row => row.Kind == kind && row.UpperName == upper && row.Version == expectedVersion).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) > 0,
            cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Makes a change under a new version, in one transaction.</summary>
    /// <returns>The new version, or null when nothing was changed.</returns>
    private async Task<long?> ChangeAsync(Func<GatewayDbContext, long, Task<bool>> change, CancellationToken cancellationToken)
    {
        using var turn = database.Engine is DatabaseEngine.Sqlite ? await database.WriteTurn.EnterAsync(cancellationToken).ConfigureAwait(false) : default;
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        await context.SettingsVersions.ExecuteUpdateAsync(static row => row.SetProperty(static counter => counter.Version, static counter => counter.Version + 1), cancellationToken).ConfigureAwait(false);
        var version = await VersionAsync(context, cancellationToken).ConfigureAwait(false);
        if (!await change(context, version).ConfigureAwait(false))
        {
            return null; // the transaction takes the new version back
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return version;
    }

    private static Task<long> VersionAsync(GatewayDbContext context, CancellationToken cancellationToken) =>
        context.SettingsVersions.Select(static row => row.Version).SingleAsync(cancellationToken);

    private static StoredSetting Setting(SettingRow row) =>
        new(row.Kind, row.Name, row.Json, row.Version, new(row.ChangedAt, TimeSpan.Zero)) { Secrets = row.Secrets };

    private static string Upper(string name) => name.ToUpperInvariant();
}
