using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.Model;
using OneApi.Client.EntityFrameworkCore.Usage;
using OneApi.Client.Health;

namespace OneApi.Client.EntityFrameworkCore.Health;

/// <summary>What is definitely known of channels, one row for each channel and key. One statement decides which of two words was said later.</summary>
internal sealed class EntityFrameworkChannelFactStore(GatewayDatabase database, TimeProvider time) : IChannelFactStore
{
    private readonly string _put = Put(ClockOf(database));
    private readonly string _list = $"""SELECT {ClockOf(database)}; SELECT "Channel", "Key", "Reason", "SaidAt", "Since", "Until", "Note" FROM "ChannelFacts" """;
    private readonly string _forget = $"""DELETE FROM "ChannelFacts" WHERE "EndsAt" <= {ClockOf(database)}""";

    public async ValueTask PutAsync(ChannelFact fact, DateTimeOffset now, CancellationToken cancellationToken)
    {
        FactRules.Check(fact);
        using var turn = database.Engine is DatabaseEngine.Sqlite ? await database.WriteTurn.EnterAsync(cancellationToken).ConfigureAwait(false) : default;
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var put = Command(context, _put);
        await using var __ = put.ConfigureAwait(false);
        Add(put, "place", StoredText.Clean(FactRules.PlaceOf(fact)));
        Add(put, "channel", StoredText.Clean(fact.Channel));
        Add(put, "key", StoredText.CleanOrNull(fact.Key));
        Add(put, "reason", (int)fact.Reason);
        Add(put, "age", FactRules.AgeOf(fact, now).Ticks);
        Add(put, "since", (now - fact.Since).Ticks);
        Add(put, "left", fact.Until is { } until ? (until - now).Ticks : null);
        Add(put, "note", StoredText.CleanOrNull(fact.Note));
        Add(put, "kept", FactRules.EndOf(fact) is { } end ? (end - now).Ticks : null);
        await put.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        var forget = Command(context, _forget);
        await using var ___ = forget.ConfigureAwait(false);
        await forget.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ChannelFacts> ListAsync(CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var list = Command(context, _list);
        await using var __ = list.ConfigureAwait(false);
        var reader = await list.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var now = At(reader.GetInt64(0));
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var facts = new List<ChannelFact>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            facts.Add(Read(reader));
        }

        return new(now, facts);
    }

    private static ChannelFact Read(DbDataReader row) => new()
    {
        Channel = row.GetString(0),
        Key = row.IsDBNull(1) ? null : row.GetString(1),
        Reason = (HealthReason)row.GetInt32(2),
        SaidAt = At(row.GetInt64(3)),
        Since = At(row.GetInt64(4)),
        Until = row.IsDBNull(5) ? null : At(row.GetInt64(5)),
        Note = row.IsDBNull(6) ? null : row.GetString(6),
    };

    /// <summary>The server's clock, or for SQLite the process': the file is of this machine.</summary>
    private static string ClockOf(GatewayDatabase database) => database.Engine is DatabaseEngine.Sqlite ? "@now" : PostgresClock.Ticks;

    /// <summary>The clock is read once, so that all times of a word stay as far from each other as they were.</summary>
    private static string Put(string clock) => $"""
        WITH clock AS MATERIALIZED (SELECT {clock} AS now)
        INSERT INTO "ChannelFacts" ("Place", "Channel", "Key", "Reason", "SaidAt", "Since", "Until", "Note", "EndsAt")
        SELECT @place, @channel, @key, @reason, now - @age, now - @since, now + CAST(@left AS bigint), @note, now + CAST(@kept AS bigint) FROM clock WHERE true
        ON CONFLICT ("Place") DO UPDATE SET "Channel" = excluded."Channel", "Reason" = excluded."Reason", "SaidAt" = excluded."SaidAt",
            "Since" = excluded."Since", "Until" = excluded."Until", "Note" = excluded."Note", "EndsAt" = excluded."EndsAt"
        WHERE "ChannelFacts"."SaidAt" <= excluded."SaidAt"
        """;

    private static DateTimeOffset At(long ticks) => new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private DbCommand Command(GatewayDbContext context, string text)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // made of constants of this file
        command.CommandText = text;
#pragma warning restore CA2100
        if (database.Engine is DatabaseEngine.Sqlite)
        {
            Add(command, "now", time.GetUtcNow().UtcTicks);
        }

        return command;
    }

    private static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
