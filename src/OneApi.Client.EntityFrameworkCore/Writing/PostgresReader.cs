using Npgsql;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>
/// Locks the accounts of a batch in the order of their keys, and then reads everything else of it, in one round trip. A hold is changed only
/// by who has locked all its accounts, so that holds need no locks of their own, and no two batches can wait for each other.
/// </summary>
internal static class PostgresReader
{
    private const string Clock = PostgresClock.Ticks;
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
        var facts = new PostgresFacts();
        var batch = new NpgsqlBatch(connection, transaction);
        await using var _ = batch.ConfigureAwait(false);
        var takers = Fill(batch.BatchCommands, names, facts);
        var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        foreach (var take in takers)
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                take(reader);
            }

            await reader.NextResultAsync().ConfigureAwait(false);
        }

        return facts;
    }

    /// <summary>Asks for what the batch names, the locks first, and says what to do with the rows of each answer.</summary>
    private static List<Action<NpgsqlDataReader>> Fill(NpgsqlBatchCommandCollection commands, BatchNames names, PostgresFacts facts)
    {
        string[] keys = [.. names.Accounts];
        Guid[] ids = [.. names.Reservations];
        var takers = new List<Action<NpgsqlDataReader>>();
        Ask(row => facts.Accounts.Add(row.GetString(0), Account(row)), new(LockAccounts) { Parameters = { new("keys", keys), new("ids", ids), new("reaped", names.Reaped) } });
        Ask(row => facts.Now = row.GetInt64(0), new(ReadClock));
        Ask(row => facts.Expired.Add(Hold(row)), new(ReadExpired) { Parameters = { new("keys", keys), new("ids", ids), new("reaped", names.Reaped) } });
        if (ids.Length > 0)
        {
            Ask(row => facts.Holds.Add(row.GetGuid(0), Hold(row)), new(ReadHolds) { Parameters = { new("ids", ids) } });
            Ask(row => facts.Ended.Add(row.GetGuid(0), row.GetBoolean(1)), new(ReadEnded) { Parameters = { new("ids", ids) } });
        }

        if (names.Entries.Count > 0)
        {
            Ask(row => facts.Entries.Add((row.GetString(0), row.GetGuid(1))), new(ReadEntries) { Parameters = { new("keys", keys), new("ids", names.Entries.ToArray()) } });
        }

        if (names.Calls.Count > 0)
        {
            Ask(row => facts.Records.Add(row.GetGuid(0)), new(ReadRecords) { Parameters = { new("ids", names.Calls.ToArray()) } });
        }

        return takers;

        void Ask(Action<NpgsqlDataReader> take, NpgsqlBatchCommand command)
        {
            commands.Add(command);
            takers.Add(take);
        }
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
