using System.Text.Json;
using OneApi.Client.Usage;

namespace OneApi.Client;

/// <summary>A usage record as JSON, for stores and exports: members in snake case, durations as <c>hh:mm:ss.fffffff</c>, money in whole micro-dollars; what is null is left out.</summary>
public static class UsageRecordJson
{
    /// <summary>Writes a record.</summary>
    /// <param name="record">The record.</param>
    /// <returns>UTF-8 on one line.</returns>
    public static byte[] Serialize(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return JsonSerializer.SerializeToUtf8Bytes(record, UsageJsonContext.Default.UsageRecord);
    }

    /// <summary>Reads a record.</summary>
    /// <param name="utf8Json">What <see cref="Serialize"/> wrote.</param>
    /// <returns>The record.</returns>
    /// <exception cref="JsonException">The text is no usage record.</exception>
    public static UsageRecord Deserialize(ReadOnlySpan<byte> utf8Json) =>
        JsonSerializer.Deserialize(utf8Json, UsageJsonContext.Default.UsageRecord) ?? throw new JsonException("A usage record is an object.");
}
