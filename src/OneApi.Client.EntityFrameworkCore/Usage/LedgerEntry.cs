using System.Text;
using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Usage;

/// <summary>A usage record as rows.</summary>
internal sealed class LedgerEntry
{
    public required RecordRow Row { get; init; }

    public required LabelRow[] Labels { get; init; }

    public required ChargeRow[] Charges { get; init; }

    public static LedgerEntry Of(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var totals = UsageTotals.Of(record);
        return new()
        {
            Row = new()
            {
                CallId = record.CallId,
                StartedAt = record.StartedAt.UtcTicks,
                Owner = StoredText.CleanOrNull(record.Owner),
                TokenId = StoredText.CleanOrNull(record.TokenId),
                Group = StoredText.Clean(record.Group),
                Model = StoredText.Clean(record.ServedModel ?? record.RequestedModel),
                Channel = StoredText.CleanOrNull(record.Channel),
                Provider = StoredText.CleanOrNull(record.Provider),
                Outcome = (int)record.Outcome,
                Attempts = totals.Attempts,
                InputTokens = totals.InputTokens,
                CachedInputTokens = totals.CachedInputTokens,
                CacheWriteTokens = totals.CacheWriteTokens,
                OutputTokens = totals.OutputTokens,
                ReasoningTokens = totals.ReasoningTokens,
                Images = totals.Images,

                // What counts as unpriced is for the totals to say: sums here and sums there must be equal.
                ChargeMicros = totals.Unpriced > 0 ? null : totals.ChargeMicros,
                ProviderCostMicros = record.ProviderCostMicros,
                IsEstimated = totals.Estimated > 0,
                DurationTicks = totals.Duration.Ticks,
                FirstTokenTicks = totals.FirstTokens > 0 ? totals.TimeToFirstToken.Ticks : null,
                Json = Encoding.UTF8.GetString(UsageRecordJson.Serialize(record)),
            },
            Labels = LabelsOf(record),
            Charges = ChargesOf(record),
        };
    }

    private static LabelRow[] LabelsOf(UsageRecord record) => record.Labels.Count == 0
        ? []
        : [.. record.Labels
            .Select(label => new LabelRow { CallId = record.CallId, Name = StoredText.Clean(label.Key), Value = StoredText.Clean(label.Value) })
            .DistinctBy(static row => row.Name)];

    /// <summary>An account that is charged without a known price is charged nothing, but it is charged.</summary>
    private static ChargeRow[] ChargesOf(UsageRecord record) => record.Accounts.Count == 0
        ? []
        : [.. record.Accounts
            .Select(account => new ChargeRow { CallId = record.CallId, Account = StoredText.Clean(account), Micros = record.ChargeMicros ?? 0 })
            .DistinctBy(static row => row.Account)];
}
