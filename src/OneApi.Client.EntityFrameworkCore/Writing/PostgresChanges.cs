using Npgsql;
using OneApi.Client.EntityFrameworkCore.Quotas;
using OneApi.Client.EntityFrameworkCore.Usage;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>
/// Writes the net result of a batch to PostgreSQL in one round trip, a statement for each table: the rows travel as arrays, one for each column.
/// New rows are sorted, so that two processes that insert the same ones meet at the first and do not wait for each other.
/// </summary>
internal static class PostgresChanges
{
    private const string AddAccounts = """
        INSERT INTO "QuotaAccounts" ("Key", "LimitMicros", "ConfiguredMicros", "SettledMicros", "HeldMicros") SELECT * FROM unnest(@key, @limit, @configured, @settled, @held)
        """;

    private const string ChangeAccounts = """
        UPDATE "QuotaAccounts" a SET "LimitMicros" = n.l, "ConfiguredMicros" = n.c, "SettledMicros" = n.s, "HeldMicros" = n.h
        FROM unnest(@key, @limit, @configured, @settled, @held) AS n(k, l, c, s, h) WHERE a."Key" = n.k
        """;

    private const string AddHolds = """
        INSERT INTO "QuotaHolds" ("Id", "Accounts", "AmountMicros", "ExpiresAt", "Sequence") SELECT * FROM unnest(@id, @accounts, @amount, @expires, @sequence)
        """;

    private const string ChangeHolds = """
        UPDATE "QuotaHolds" h SET "AmountMicros" = n.a, "ExpiresAt" = n.e, "Sequence" = n.s
        FROM unnest(@id, @amount, @expires, @sequence) AS n(i, a, e, s) WHERE h."Id" = n.i
        """;

    private const string DropHolds = """DELETE FROM "QuotaHolds" WHERE "Id" = ANY(@id)""";
    private const string AddEnded = """INSERT INTO "QuotaEnded" ("Id", "IsCharged", "EndedAt") SELECT i, c, @at FROM unnest(@id, @charged) AS n(i, c)""";
    private const string ChangeEnded = """UPDATE "QuotaEnded" e SET "IsCharged" = n.c FROM unnest(@id, @charged) AS n(i, c) WHERE e."Id" = n.i""";

    private const string Forget = """
        DELETE FROM "QuotaEnded" WHERE "Id" IN (SELECT "Id" FROM "QuotaEnded" WHERE "EndedAt" < @before ORDER BY "EndedAt" LIMIT @count FOR UPDATE SKIP LOCKED)
        """;

    private const string AddEntries = """
        INSERT INTO "QuotaEntries" ("Account", "Id", "AmountMicros", "Reason", "At") SELECT a, i, m, r, @at FROM unnest(@account, @id, @amount, @reason) AS n(a, i, m, r)
        """;

    private const string AddRecords = $"""
        INSERT INTO "UsageRecords" ({RecordColumns.Names})
        SELECT * FROM unnest(@c0, @c1, @c2, @c3, @c4, @c5, @c6, @c7, @c8, @c9, @c10, @c11, @c12, @c13, @c14, @c15, @c16, @c17, @c18, @c19, @c20, @c21)
        """;

    private const string AddLabels = """INSERT INTO "UsageLabels" ("CallId", "Name", "Value") SELECT * FROM unnest(@id, @name, @value)""";
    private const string AddCharges = """INSERT INTO "UsageCharges" ("CallId", "Account", "Micros") SELECT * FROM unnest(@id, @account, @micros)""";

    public static async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, BatchState state)
    {
        var batch = new NpgsqlBatch(connection, transaction);
        await using var _ = batch.ConfigureAwait(false);
        var commands = batch.BatchCommands;
        WriteAccounts(commands, state);
        WriteHolds(commands, [.. state.Holds]);
        WriteEnded(commands, state);
        WriteEntries(commands, state);
        WriteRecords(commands, [.. state.Records.OrderBy(static entry => entry.Row.CallId)]);
        NpgsqlBatchCommand? forget = null;
        if (state.ForgetBefore is { } before)
        {
            forget = new(Forget) { Parameters = { new("before", before), new("count", EntityFrameworkQuotaStore.Forgotten) } };
            commands.Add(forget);
        }

        if (commands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
            state.Forgotten = forget?.RecordsAffected ?? 0;
        }
    }

    private static void WriteAccounts(NpgsqlBatchCommandCollection commands, BatchState state)
    {
        foreach (var group in state.Accounts.OrderBy(static account => account.Key, StringComparer.Ordinal).GroupBy(static account => account.IsNew))
        {
            BatchAccount[] accounts = [.. group];
            commands.Add(new(group.Key ? AddAccounts : ChangeAccounts)
            {
                Parameters =
                {
                    Column("key", accounts, static account => account.Key),
                    Column("limit", accounts, static account => account.Row.LimitMicros),
                    Column("configured", accounts, static account => account.Row.ConfiguredMicros),
                    Column("settled", accounts, static account => account.Row.SettledMicros),
                    Column("held", accounts, static account => account.Row.HeldMicros),
                },
            });
        }
    }

    private static void WriteHolds(NpgsqlBatchCommandCollection commands, BatchHold[] holds)
    {
        if (holds.Where(static hold => hold is { IsNew: true, IsEnded: false }).OrderBy(static hold => hold.Row.Id).ToArray() is { Length: > 0 } added)
        {
            commands.Add(new(AddHolds)
            {
                Parameters =
                {
                    Column("id", added, static hold => hold.Row.Id),
                    Column("accounts", added, static hold => hold.Row.Accounts),
                    Column("amount", added, static hold => hold.Row.AmountMicros),
                    Column("expires", added, static hold => hold.Row.ExpiresAt),
                    Column("sequence", added, static hold => hold.Row.Sequence),
                },
            });
        }

        if (holds.Where(static hold => hold is { IsNew: false, IsChanged: true, IsEnded: false }).ToArray() is { Length: > 0 } changed)
        {
            commands.Add(new(ChangeHolds)
            {
                Parameters =
                {
                    Column("id", changed, static hold => hold.Row.Id),
                    Column("amount", changed, static hold => hold.Row.AmountMicros),
                    Column("expires", changed, static hold => hold.Row.ExpiresAt),
                    Column("sequence", changed, static hold => hold.Row.Sequence),
                },
            });
        }

        if (holds.Where(static hold => hold is { IsNew: false, IsEnded: true }).ToArray() is { Length: > 0 } dropped)
        {
            commands.Add(new(DropHolds) { Parameters = { Column("id", dropped, static hold => hold.Row.Id) } });
        }
    }

    private static void WriteEnded(NpgsqlBatchCommandCollection commands, BatchState state)
    {
        foreach (var group in state.Ended.OrderBy(static pair => pair.Key).GroupBy(static pair => pair.Value.IsNew))
        {
            KeyValuePair<Guid, BatchEnded>[] ended = [.. group];
            var command = new NpgsqlBatchCommand(group.Key ? AddEnded : ChangeEnded)
            {
                Parameters = { Column("id", ended, static pair => pair.Key), Column("charged", ended, static pair => pair.Value.IsCharged) },
            };
            if (group.Key)
            {
                command.Parameters.Add(new("at", state.Now));
            }

            commands.Add(command);
        }
    }

    private static void WriteEntries(NpgsqlBatchCommandCollection commands, BatchState state)
    {
        if (state.Entries.OrderBy(static entry => entry.Account, StringComparer.Ordinal).ThenBy(static entry => entry.Id).ToArray() is not { Length: > 0 } entries)
        {
            return;
        }

        commands.Add(new(AddEntries)
        {
            Parameters =
            {
                Column("account", entries, static entry => entry.Account),
                Column("id", entries, static entry => entry.Id),
                Column("amount", entries, static entry => entry.AmountMicros),
                Column("reason", entries, static entry => entry.Reason),
                new("at", state.Now),
            },
        });
    }

    private static void WriteRecords(NpgsqlBatchCommandCollection commands, LedgerEntry[] entries)
    {
        if (entries.Length == 0)
        {
            return;
        }

        commands.Add(new(AddRecords)
        {
            Parameters =
            {
                Column("c0", entries, static entry => entry.Row.CallId),
                Column("c1", entries, static entry => entry.Row.StartedAt),
                Column("c2", entries, static entry => entry.Row.Owner),
                Column("c3", entries, static entry => entry.Row.TokenId),
                Column("c4", entries, static entry => entry.Row.Group),
                Column("c5", entries, static entry => entry.Row.Model),
                Column("c6", entries, static entry => entry.Row.Channel),
                Column("c7", entries, static entry => entry.Row.Provider),
                Column("c8", entries, static entry => entry.Row.Outcome),
                Column("c9", entries, static entry => entry.Row.Attempts),
                Column("c10", entries, static entry => entry.Row.InputTokens),
                Column("c11", entries, static entry => entry.Row.CachedInputTokens),
                Column("c12", entries, static entry => entry.Row.CacheWriteTokens),
                Column("c13", entries, static entry => entry.Row.OutputTokens),
                Column("c14", entries, static entry => entry.Row.ReasoningTokens),
                Column("c15", entries, static entry => entry.Row.Images),
                Column("c16", entries, static entry => entry.Row.ChargeMicros),
                Column("c17", entries, static entry => entry.Row.ProviderCostMicros),
                Column("c18", entries, static entry => entry.Row.IsEstimated),
                Column("c19", entries, static entry => entry.Row.DurationTicks),
                Column("c20", entries, static entry => entry.Row.FirstTokenTicks),
                Column("c21", entries, static entry => entry.Row.Json),
            },
        });

        if (entries.SelectMany(static entry => entry.Labels).ToArray() is { Length: > 0 } labels)
        {
            commands.Add(new(AddLabels)
            {
                Parameters = { Column("id", labels, static label => label.CallId), Column("name", labels, static label => label.Name), Column("value", labels, static label => label.Value) },
            });
        }

        if (entries.SelectMany(static entry => entry.Charges).ToArray() is { Length: > 0 } charges)
        {
            commands.Add(new(AddCharges)
            {
                Parameters = { Column("id", charges, static charge => charge.CallId), Column("account", charges, static charge => charge.Account), Column("micros", charges, static charge => charge.Micros) },
            });
        }
    }

    private static NpgsqlParameter<TValue[]> Column<TRow, TValue>(string name, TRow[] rows, Converter<TRow, TValue> value) => new(name, Array.ConvertAll(rows, value));
}
