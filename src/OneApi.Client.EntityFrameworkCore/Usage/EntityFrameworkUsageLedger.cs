using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.Model;
using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Usage;

/// <summary>The ledger in the database. Appends share the writer's batches; sums are made where the records lie.</summary>
internal sealed class EntityFrameworkUsageLedger(GatewayDatabase database, StoreWriter writer) : IUsageLedger
{
    private const int PageSize = 500;

    public async ValueTask<int> AppendAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        var appended = 0;
        foreach (var part in records.Select(LedgerEntry.Of).ToArray().Chunk(database.Options.BatchSize))
        {
            appended += await writer.DoAsync(new AppendOperation(part, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return appended;
    }

    public IAsyncEnumerable<UsageRecord> ReadAsync(UsageFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadPagesAsync(filter, cancellationToken);
    }

    public IAsyncEnumerable<UsageBucket> SumAsync(UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(by);
        foreach (var dimension in by)
        {
            if (dimension.Kind is UsageDimensionKind.Day or UsageDimensionKind.Hour)
            {
                throw new ArgumentException($"by: {dimension} was found; a ledger adds up by quarters of an hour, of which days and hours are made.", nameof(by));
            }
        }

        return SumRowsAsync(filter, by, byQuarterHour, cancellationToken);
    }

    public async IAsyncEnumerable<AccountTotal> SumAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var command = context.Database.GetDbConnection().CreateCommand();
        await using var __ = command.ConfigureAwait(false);
        command.CommandText = """SELECT "Account", CAST(SUM("Micros") AS bigint), COUNT(*) FROM "UsageCharges" GROUP BY "Account" """;
        await foreach (var row in RowsAsync(command, cancellationToken).ConfigureAwait(false))
        {
            yield return new(row.GetString(0), row.GetInt64(1), row.GetInt64(2));
        }
    }

    /// <summary>Page by page, so that a slow consumer keeps no transaction and no connection.</summary>
    private async IAsyncEnumerable<UsageRecord> ReadPagesAsync(UsageFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (long StartedAt, object CallId)? after = null;
        while (true)
        {
            var page = await ReadPageAsync(filter, after, cancellationToken).ConfigureAwait(false);
            foreach (var (_, _, json) in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return UsageRecordJson.Deserialize(Encoding.UTF8.GetBytes(json));
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = (page[^1].StartedAt, page[^1].CallId);
        }
    }

    private async Task<List<(long StartedAt, object CallId, string Json)>> ReadPageAsync(UsageFilter filter, (long StartedAt, object CallId)? after, CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var command = context.Database.GetDbConnection().CreateCommand();
        await using var __ = command.ConfigureAwait(false);
        new UsageSql(command).Page(filter, after, PageSize);
        var page = new List<(long, object, string)>();
        await foreach (var row in RowsAsync(command, cancellationToken).ConfigureAwait(false))
        {
            page.Add((row.GetInt64(0), row.GetValue(1), row.GetString(2)));
        }

        return page;
    }

    private async IAsyncEnumerable<UsageBucket> SumRowsAsync(UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var command = context.Database.GetDbConnection().CreateCommand();
        await using var __ = command.ConfigureAwait(false);
        new UsageSql(command).Sum(filter, by, byQuarterHour);
        await foreach (var row in RowsAsync(command, cancellationToken).ConfigureAwait(false))
        {
            var sums = by.Count + (byQuarterHour ? 1 : 0);
            if (row.GetInt64(sums) == 0)
            {
                continue; // the sum of nothing, when nothing is kept apart
            }

            var keys = new string?[by.Count];
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = await row.IsDBNullAsync(i, cancellationToken).ConfigureAwait(false) ? null : row.GetString(i);
            }

            DateTimeOffset? quarter = byQuarterHour ? new DateTimeOffset(row.GetInt64(by.Count) * RecordRow.TicksPerQuarter, TimeSpan.Zero) : null;
            yield return new(keys, quarter, UsageSql.ReadTotals(row, sums));
        }
    }

    private static async IAsyncEnumerable<DbDataReader> RowsAsync(DbCommand command, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await SumFault.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        while (await SumFault.ReadAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            yield return reader;
        }
    }
}
