using System.Globalization;
using System.Text.Json;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Usage;

/// <summary>An entry of a bucket's stream: a record, and what a charge over several buckets still needs.</summary>
internal readonly record struct StreamedRecord(UsageRecord? Record, Guid ReservationId, long ActualMicros, string? OtherAccounts, long At)
{
    private const int LateFlag = 4;

    /// <summary>Reads an entry as the scripts write it.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static StreamedRecord Read(StreamEntry entry)
    {
        var text = (byte[]?)entry["r"];
        var record = text is { Length: > 0 } ? UsageRecordJson.Deserialize(text) : null;
        var others = (string?)entry["m"];
        if (record is null && others is null)
        {
            throw new JsonException("An entry holds a record, a charge to complete, or both.");
        }

        if (record is not null && entry["f"].TryParse(out int flags) && (flags & LateFlag) != 0)
        {
            record = record with { IsLate = true };
        }

        return others is null ? new(record, default, 0, null, 0) : new(record, ReadId(entry["i"]), ReadAmount(entry["a"]), others, TimeOf(entry.Id));
    }

    private static Guid ReadId(RedisValue value) =>
        (byte[]?)value is { Length: 16 } bytes ? new Guid(bytes, bigEndian: true) : throw new JsonException("A charge to complete has an id of 16 bytes.");

    private static long ReadAmount(RedisValue value) => value.TryParse(out long amount) && amount >= 0 ? amount : throw new JsonException("A charge to complete has an amount.");

    /// <summary>An entry's id begins with the milliseconds of the server's clock.</summary>
    private static long TimeOf(RedisValue id) => long.Parse(((string)id!).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture);
}
