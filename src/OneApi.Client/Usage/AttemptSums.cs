using System.Runtime.CompilerServices;

namespace OneApi.Client.Usage;

/// <summary>Adds attempts up instead of calls: what each channel did, also where another one made it good.</summary>
internal static class AttemptSums
{
    public static async IAsyncEnumerable<UsageBucket> ReadAsync(
        IUsageLedger ledger, UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sums = new Sums();
        var ofCall = filter with { Model = null, Channel = null, Provider = null, Outcome = null };
        await foreach (var record in ledger.ReadAsync(ofCall, cancellationToken).ConfigureAwait(false))
        {
            for (var i = 0; i < record.Attempts.Count; i++)
            {
                var attempt = Of(record, i);
                if (RecordMatch.Matches(filter, attempt))
                {
                    sums.Add(new(RecordKeys.Of(attempt, by), byQuarterHour ? RecordKeys.QuarterOf(record.StartedAt) : null), UsageTotals.Of(attempt));
                }
            }
        }

        foreach (var (key, totals) in sums.Totals)
        {
            yield return new(key.Keys, key.Quarter, totals);
        }
    }

    /// <summary>The call as if this attempt had been all of it. It counts in the time of its call.</summary>
    private static UsageRecord Of(UsageRecord record, int index)
    {
        var attempt = record.Attempts[index];
        var isServing = attempt.Outcome is AttemptOutcome.Served && index == LastServing(record);
        return record with
        {
            Channel = attempt.Channel,
            Provider = attempt.Provider,
            ServedModel = attempt.Model,
            Duration = attempt.Duration,
            TimeToFirstToken = attempt.TimeToFirstToken,
            Outcome = OutcomeOf(record, attempt),
            ErrorKind = attempt.ErrorKind,
            Usage = isServing ? record.Usage : attempt.Usage,
            IsEstimated = isServing ? record.IsEstimated : attempt.IsEstimated,
            ChargeMicros = isServing ? record.ChargeMicros : 0,
            ProviderCostMicros = attempt.ProviderCostMicros,
            Attempts = [attempt],
        };
    }

    private static CallOutcome OutcomeOf(UsageRecord record, AttemptRecord attempt) => attempt.Outcome switch
    {
        AttemptOutcome.Served => record.Outcome,
        AttemptOutcome.Failed => CallOutcome.Failed,
        _ => CallOutcome.Cancelled,
    };

    private static int LastServing(UsageRecord record)
    {
        for (var i = record.Attempts.Count - 1; i >= 0; i--)
        {
            if (record.Attempts[i].Outcome is AttemptOutcome.Served)
            {
                return i;
            }
        }

        return -1;
    }
}
