using Npgsql;
using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>
/// Locks the accounts of a batch in the order of their keys, and then reads everything else of it, in one round trip. A hold is changed only
/// by who has locked all its accounts, so that holds need no locks of their own, and no two batches can wait for each other.
/// </summary>
internal static class PostgresReader
{
    /// <summary>The server's clock in UTC ticks; it goes on inside a transaction.</summary>
    private const string Clock = "((extract(epoch from clock_timestamp()) * 1000000)::bigint * 10 + 621355968000000000)";

    private const string HoldColumns = """ "Id", "Accounts", "AmountMicros", "ExpiresAt", "Sequence" """;
    private const string Keys = """ string_to_array("Accounts", chr(31)) """;

    /// <summary>The accounts that operations name, by themselves or by their holds. What is over on them is swept up.</summary>
    private const string Named = $"""
        WITH named AS MATERIALIZED (
            SELECT ARRAY(SELECT unnest(@keys) UNION SELECT unnest({Keys}) FROM "QuotaHolds" WHERE "Id" = ANY(@ids)) AS k)
        """;

    private const string LockAccounts = $"""
        {Named}, wanted AS MATERIALIZED (
            SELECT unnest(k) AS "Key" FROM named
            UNION SELECT unnest({Keys}) FROM "QuotaHolds", named WHERE "ExpiresAt" <= {Clock} AND {Keys} && k
            UNION SELECT unnest({Keys}) FROM (SELECT "Accounts" FROM "QuotaHolds" WHERE "ExpiresAt" <= {Clock} ORDER BY "ExpiresAt" LIMIT @reaped) AS over)
        SELECT a."Key", a."LimitMicros", a."ConfiguredMicros", a."SettledMicros", a."HeldMicros"
        FROM "QuotaAccounts" a JOIN wanted ON wanted."Key" = a."Key" ORDER BY a."Key" FOR UPDATE OF a
        """;

    private const string ReadClock = $"SELECT {Clock}";
    private const string ReadHolds = $"""SELECT {HoldColumns} FROM "QuotaHolds" WHERE "Id" = ANY(@ids)""";

    private const string ReadExpired = $"""
        {Named}
        SELECT {HoldColumns} FROM "QuotaHolds", named WHERE "ExpiresAt" <= {Clock} AND {Keys} && k
        UNION (SELECT {HoldColumns} FROM "QuotaHolds" WHERE "ExpiresAt" <= {Clock} ORDER BY "ExpiresAt" LIMIT @reaped)
        """;

    private const string ReadEnded = """SELECT "Id", "IsCharged" FROM "QuotaEnded" WHERE "Id" = ANY(@ids)""";
    private const string ReadEntries = """SELECT "Account", "Id" FROM "QuotaEntries" WHERE "Account" = ANY(@keys) AND "Id" = ANY(@ids)""";
    private const string ReadRecords = """SELECT "CallId" FROM "UsageRecords" WHERE "CallId" = ANY(@ids)""";

    public static async Task<PostgresFacts> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, BatchNames names)
    {
        string[] keys = [.. names.Accounts];
        Guid[] ids = [.. names.Reservations];
        var batch = new NpgsqlBatch(connection, transaction);
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new(LockAccounts) { Parameters = { new("keys", keys), new("ids", ids), new("reaped", names.Reaped) } });
        batch.BatchCommands.Add(new(ReadClock));
        batch.BatchCommands.Add(new(ReadHolds) { Parameters = { new("ids", ids) } });
        batch.BatchCommands.Add(new(ReadExpired) { Parameters = { new("keys", keys), new("ids", ids), new("reaped", names.Reaped) } });
        batch.BatchCommands.Add(new(ReadEnded) { Parameters = { new("ids", ids) } });
        batch.BatchCommands.Add(new(ReadEntries) { Parameters = { new("keys", keys), new("ids", names.Entries.ToArray()) } });
        batch.BatchCommands.Add(new(ReadRecords) { Parameters = { new("ids", names.Calls.ToArray()) } });

        var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var facts = new PostgresFacts();
        await ReadAsync(reader, row => facts.Accounts.Add(row.GetString(0), Account(row))).ConfigureAwait(false);
        await ReadAsync(reader, row => facts.Now = row.GetInt64(0)).ConfigureAwait(false);
        await ReadAsync(reader, row => facts.Holds.Add(row.GetGuid(0), Hold(row))).ConfigureAwait(false);
        await ReadAsync(reader, row => facts.Expired.Add(Hold(row))).ConfigureAwait(false);
        await ReadAsync(reader, row => facts.Ended.Add(row.GetGuid(0), row.GetBoolean(1))).ConfigureAwait(false);
        await ReadAsync(reader, row => facts.Entries.Add((row.GetString(0), row.GetGuid(1)))).ConfigureAwait(false);
        await ReadAsync(reader, row => facts.Records.Add(row.GetGuid(0))).ConfigureAwait(false);
        return facts;
    }

    private static async Task ReadAsync(NpgsqlDataReader reader, Action<NpgsqlDataReader> take)
    {
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            take(reader);
        }

        await reader.NextResultAsync().ConfigureAwait(false);
    }

    private static AccountRow Account(NpgsqlDataReader row) => new()
    {
        Key = row.GetString(0),
        LimitMicros = row.IsDBNull(1) ? null : row.GetInt64(1),
        ConfiguredMicros = row.IsDBNull(2) ? null : row.GetInt64(2),
        SettledMicros = row.GetInt64(3),
        HeldMicros = row.GetInt64(4),
    };

    private static HoldRow Hold(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Accounts = row.GetString(1),
        AmountMicros = row.GetInt64(2),
        ExpiresAt = row.GetInt64(3),
        Sequence = row.GetInt32(4),
    };
}
