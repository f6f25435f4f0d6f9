using Microsoft.Extensions.AI;
using OneApi.Client.Gateway;

namespace OneApi.Client.Pricing;

/// <summary>The two amounts of a call: what its caller is charged, once, and what each attempt costs at its provider.</summary>
internal static class CallPricing
{
    /// <summary>What the caller is charged for what was delivered: nothing for nothing; null when the model has no price.</summary>
    public static Charge? ChargeOf(Call call, string? servedModel, UsageDetails? usage)
    {
        if (servedModel is null || usage is null)
        {
            return new(0, null);
        }

        return call.Snapshot.PriceOf(call.Group!, servedModel, call.Kind, call.PinnedChannel) is { } price
            ? call.Snapshot.Prices.ChargeOf(price, BilledTokens.Of(usage), call.Group!.PriceRatioPpm)
            : null;
    }

    /// <summary>Puts the providers' costs into the records of the attempts, and gives their sum; null when one is not known.</summary>
    public static long? CostOf(Call call, bool isServed, UsageDetails? usage)
    {
        long? sum = 0;
        for (var i = 0; i < call.Attempts.Count; i++)
        {
            var attempt = call.Attempts[i];
            var cost = isServed && ReferenceEquals(attempt, call.LastAttempt!.Record)
                ? CostOf(call, call.LastAttempt!.Candidate.Cost, UsageOf(call.LastAttempt, usage))
                : CostOf(call, PriceOf(call, attempt), attempt.Usage);
            if (cost != attempt.ProviderCostMicros)
            {
                call.Attempts[i] = attempt with { ProviderCostMicros = cost };
            }

            sum = sum is { } known && cost is { } one ? Sum(known, one) : null;
        }

        return sum;
    }

    /// <summary>What the provider counts of a call's usage: the beginning that it went on with is input there.</summary>
    private static UsageDetails? UsageOf(Attempt attempt, UsageDetails? usage) =>
        attempt.ContinuedTokens > 0 && usage is not null ? Continuation.Move(usage, -attempt.ContinuedTokens) : usage;

    private static long? CostOf(Call call, Price? price, UsageDetails? usage) =>
        usage is null ? 0 : price is null ? null : call.Snapshot.Prices.ChargeOf(price, BilledTokens.Of(usage)).Micros;

    /// <summary>What a failed attempt would cost. Few of them have used anything.</summary>
    private static Price? PriceOf(Call call, AttemptRecord attempt) =>
        attempt.Usage is not null && call.Snapshot.ByName.TryGetValue(attempt.Channel, out var channel)
            ? call.Snapshot.Prices.CostOf(channel.Prices, channel.Provider, attempt.ProviderModel, attempt.Model)
            : null;

    private static long Sum(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;
}
