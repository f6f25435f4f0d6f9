using OneApi.Client.EntityFrameworkCore.Quotas;
using OneApi.Client.EntityFrameworkCore.Usage;
using SQLitePCL;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>Writes the net result of a batch to SQLite.</summary>
internal sealed class SqliteChanges(SqliteSession session)
{
    private readonly SqliteStatement _account = session.Prepare("""
        INSERT INTO "QuotaAccounts" ("Key", "LimitMicros", "ConfiguredMicros", "SettledMicros", "HeldMicros") VALUES (?, ?, ?, ?, ?)
        ON CONFLICT ("Key") DO UPDATE SET "LimitMicros" = excluded."LimitMicros", "ConfiguredMicros" = excluded."ConfiguredMicros", "SettledMicros" = excluded."SettledMicros", "HeldMicros" = excluded."HeldMicros"
        """);

    private readonly SqliteStatement _addHold = session.Prepare("""INSERT INTO "QuotaHolds" ("Id", "Accounts", "AmountMicros", "ExpiresAt", "Sequence") VALUES (?, ?, ?, ?, ?)""");
    private readonly SqliteStatement _changeHold = session.Prepare("""UPDATE "QuotaHolds" SET "AmountMicros" = ?, "ExpiresAt" = ?, "Sequence" = ? WHERE "Id" = ?""");
    private readonly SqliteStatement _dropHold = session.Prepare("""DELETE FROM "QuotaHolds" WHERE "Id" = ?""");
    private readonly SqliteStatement _addEnded = session.Prepare("""INSERT INTO "QuotaEnded" ("Id", "IsCharged", "EndedAt") VALUES (?, ?, ?)""");
    private readonly SqliteStatement _changeEnded = session.Prepare("""UPDATE "QuotaEnded" SET "IsCharged" = ? WHERE "Id" = ?""");
    private readonly SqliteStatement _forget = session.Prepare("""DELETE FROM "QuotaEnded" WHERE "Id" IN (SELECT "Id" FROM "QuotaEnded" WHERE "EndedAt" < ? ORDER BY "EndedAt" LIMIT ?)""");
    private readonly SqliteStatement _entry = session.Prepare("""INSERT INTO "QuotaEntries" ("Account", "Id", "AmountMicros", "Reason", "At") VALUES (?, ?, ?, ?, ?)""");
    private readonly SqliteStatement _record = session.Prepare(
        "INSERT INTO \"UsageRecords\" (" + RecordColumns.Names + ") VALUES (" + string.Join(", ", Enumerable.Repeat("?", RecordColumns.Count)) + ")");

    private readonly SqliteStatement _label = session.Prepare("""INSERT INTO "UsageLabels" ("CallId", "Name", "Value") VALUES (?, ?, ?)""");
    private readonly SqliteStatement _charge = session.Prepare("""INSERT INTO "UsageCharges" ("CallId", "Account", "Micros") VALUES (?, ?, ?)""");

    public void Write(BatchState state)
    {
        foreach (var account in state.Accounts)
        {
            var row = account.Row;
            _account.Add(row.Key).Add(row.LimitMicros).Add(row.ConfiguredMicros).Add(row.SettledMicros).Add(row.HeldMicros).Run();
        }

        foreach (var hold in state.Holds)
        {
            Write(hold);
        }

        foreach (var (id, ended) in state.Ended)
        {
            var isCharged = ended.IsCharged ? 1L : 0L;
            (ended.IsNew ? _addEnded.Add(id).Add(isCharged).Add(state.Now) : _changeEnded.Add(isCharged).Add(id)).Run();
        }

        foreach (var entry in state.Entries)
        {
            _entry.Add(entry.Account).Add(entry.Id).Add(entry.AmountMicros).Add(entry.Reason).Add(entry.At).Run();
        }

        foreach (var entry in state.Records)
        {
            Write(entry);
        }

        if (state.ForgetBefore is { } before)
        {
            _forget.Add(before).Add((long)EntityFrameworkQuotaStore.Forgotten).Run();
            state.Forgotten = raw.sqlite3_changes(session.Connection);
        }
    }

    private void Write(BatchHold hold)
    {
        var row = hold.Row;
        if (hold.IsEnded)
        {
            if (!hold.IsNew)
            {
                _dropHold.Add(row.Id).Run();
            }

            return;
        }

        if (hold.IsNew)
        {
            _addHold.Add(row.Id).Add(row.Accounts).Add(row.AmountMicros).Add(row.ExpiresAt).Add((long)row.Sequence).Run();
            return;
        }

        if (hold.IsChanged)
        {
            _changeHold.Add(row.AmountMicros).Add(row.ExpiresAt).Add((long)row.Sequence).Add(row.Id).Run();
        }
    }

    private void Write(LedgerEntry entry)
    {
        var row = entry.Row;
        _record.Add(row.CallId).Add(row.StartedAt).Add(row.Owner).Add(row.TokenId).Add(row.Group).Add(row.Model).Add(row.Channel).Add(row.Provider)
            .Add((long)row.Outcome).Add(row.Attempts).Add(row.InputTokens).Add(row.CachedInputTokens).Add(row.CacheWriteTokens).Add(row.OutputTokens)
            .Add(row.ReasoningTokens).Add(row.Images).Add(row.ChargeMicros).Add(row.ProviderCostMicros).Add(row.IsEstimated ? 1L : 0L)
            .Add(row.DurationTicks).Add(row.FirstTokenTicks).Add(row.Json).Run();
        foreach (var label in entry.Labels)
        {
            _label.Add(label.CallId).Add(label.Name).Add(label.Value).Run();
        }

        foreach (var charge in entry.Charges)
        {
            _charge.Add(charge.CallId).Add(charge.Account).Add(charge.Micros).Run();
        }
    }
}
