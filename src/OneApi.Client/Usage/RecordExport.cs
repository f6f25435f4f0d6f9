using System.Buffers;
using System.Text;
using System.Text.Json;
using OneApi.Client.Pricing;

namespace OneApi.Client.Usage;

/// <summary>Writes single records to a stream, one after the other.</summary>
internal static class RecordExport
{
    /// <summary>The head of the CSV. The names are stable: programs read them.</summary>
    private static readonly string[] Names =
    [
        "call_id", "started_at", "duration_ms", "first_token_ms", "operation", "streaming", "owner", "token", "group", "end_user", "labels",
        "requested_model", "served_model", "channel", "provider", "outcome", "error_kind", "attempts",
        "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens", "images", "estimated",
        "charge_micros", "charge_usd", "charged_currency", "charged_currency_micros", "reserved_micros", "accounts", "late",
        "provider_cost_micros", "provider_cost_usd",
    ];

    public static async Task WriteCsvAsync(IAsyncEnumerable<UsageRecord> records, Stream stream, CsvFormat format, CancellationToken cancellationToken)
    {
        var csv = new CsvWriter(stream, format);
        await using var _ = csv.ConfigureAwait(false);
        foreach (var name in Names)
        {
            csv.Text(name);
        }

        await csv.EndRowAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var record in records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            WriteCall(csv, record);
            WriteTokens(csv, record.Usage is null ? null : BilledTokens.Of(record.Usage));
            WriteMoney(csv, record);
            await csv.EndRowAsync(cancellationToken).ConfigureAwait(false);
        }

        await csv.EndAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task WriteJsonAsync(IAsyncEnumerable<UsageRecord> records, Stream stream, CancellationToken cancellationToken)
    {
        await foreach (var record in records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await stream.WriteAsync(UsageRecordJson.Serialize(record), cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void WriteCall(CsvWriter csv, UsageRecord record)
    {
        csv.Text(record.CallId.ToString());
        csv.Text(record.StartedAt.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        csv.Number(RowColumn.Milliseconds(record.Duration));
        csv.Number(RowColumn.Milliseconds(record.TimeToFirstToken));
        csv.Text(record.Operation);
        csv.Text(Truth(record.Streaming));
        csv.Text(record.Owner);
        csv.Text(record.TokenId);
        csv.Text(record.Group);
        csv.Text(record.EndUser);
        csv.Text(record.Labels.Count == 0 ? null : Json(record.Labels, static (json, labels) =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in labels.OrderBy(static label => label.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }));
        csv.Text(record.RequestedModel);
        csv.Text(record.ServedModel);
        csv.Text(record.Channel);
        csv.Text(record.Provider);
        csv.Text(record.Outcome.ToString());
        csv.Text(record.ErrorKind?.ToString());
        csv.Number(record.Attempts.Count);
    }

    private static void WriteTokens(CsvWriter csv, BilledTokens? tokens)
    {
        csv.Number(tokens?.Input);
        csv.Number(tokens?.CachedInput);
        csv.Number(tokens?.CacheWrite);
        csv.Number(tokens?.Output);
        csv.Number(tokens?.Reasoning);
        csv.Number(tokens?.Images);
    }

    private static void WriteMoney(CsvWriter csv, UsageRecord record)
    {
        csv.Text(Truth(record.IsEstimated));
        csv.Number(record.ChargeMicros);
        csv.Dollars(record.ChargeMicros);
        csv.Text(record.ChargedAs?.Currency);
        csv.Number(record.ChargedAs?.Micros);
        csv.Number(record.ReservedMicros);
        csv.Text(record.Accounts.Count == 0 ? null : Json(record.Accounts, static (json, accounts) =>
        {
            json.WriteStartArray();
            foreach (var account in accounts)
            {
                json.WriteStringValue(account);
            }

            json.WriteEndArray();
        }));
        csv.Text(Truth(record.IsLate));
        csv.Number(record.ProviderCostMicros);
        csv.Dollars(record.ProviderCostMicros);
    }

    private static string Truth(bool value) => value ? "true" : "false";

    private static string Json<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
