namespace OneApi.Client.Traffic;

/// <summary>What one call says of the side that it was given to.</summary>
/// <param name="IsError">Whether the side could not serve it.</param>
/// <param name="IsEmpty">Whether it answered with nothing instead.</param>
/// <param name="FirstToken">The time to the first token, at least; null when there is nothing to say of it.</param>
/// <param name="CostMicros">What it cost at the side's providers; null when that is not known.</param>
internal readonly record struct ArmSample(bool IsError, bool IsEmpty, TimeSpan? FirstToken, long? CostMicros)
{
    /// <summary>The sample of a call, or null when it says nothing: its caller has left before any content.</summary>
    /// <param name="record">The call's record.</param>
    /// <param name="isOwn">Whether a channel, by its name, is one of the side's.</param>
    public static ArmSample? Of(UsageRecord record, Func<string, bool> isOwn)
    {
        var isServed = false;
        var isEmpty = false;
        TimeSpan? first = null;
        long? cost = 0;
        foreach (var attempt in record.Attempts)
        {
            // A fallback model is served by the same channels perhaps, and says nothing of the asked one.
            if (!isOwn(attempt.Channel) || !attempt.Model.Equals(record.RequestedModel, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            isServed |= attempt.Outcome is AttemptOutcome.Served;
            isEmpty |= attempt.ErrorKind is OneApiErrorKind.EmptyResponse;
            first = attempt.Outcome switch
            {
                AttemptOutcome.Served => attempt.TimeToFirstToken ?? first,
                AttemptOutcome.LostRace when record.Streaming => attempt.Duration, // it would have been later still
                _ => first,
            };
            cost = cost is { } known && attempt.ProviderCostMicros is { } one && one <= long.MaxValue - known ? known + one : null;
        }

        if (record.Outcome is CallOutcome.Cancelled && (!isServed || record.Usage is null))
        {
            return null;
        }

        return new(!isServed && !isEmpty, !isServed && isEmpty, first, cost);
    }
}
