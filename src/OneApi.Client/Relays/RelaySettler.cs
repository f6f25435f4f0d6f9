using Microsoft.Extensions.AI;
using OneApi.Client.Gateway;
using OneApi.Client.Routing;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Relays;

/// <summary>Settles relayed calls: by what the provider reported, else by what went in and out, marked as an estimate.</summary>
internal sealed class RelaySettler(Settler settler)
{
    public ValueTask<UsageRecord> SettleAsync(RelayCall call, CallOutcome outcome, RelayFeed? feed, OneApiErrorKind? error)
    {
        if (feed is null)
        {
            return settler.SettleAsync(call, outcome, DeliveredUsage.None, error);
        }

        var usage = UsageOf(call, feed, out var isEstimated);
        return settler.SettleAsync(call, outcome, new DeliveredUsage(usage, IsInPart: isEstimated), error);
    }

    public UsageDetails UsageOf(RelayCall call, RelayFeed feed, out bool isEstimated)
    {
        var usage = feed.Usage ?? Estimate(call, feed);
        isEstimated = feed.Usage is null;
        if (call.Kind is CallKind.Speech)
        {
            (usage.AdditionalCounts ??= [])[UsageCounts.Characters] = call.Content.Characters; // known, whoever says the rest
        }

        return usage;
    }

    private static UsageDetails Estimate(RelayCall call, RelayFeed feed)
    {
        var input = call.InputTokens;
        var output = TokenCounter.Count(feed.Text, call.LastAttempt?.Candidate.PublicModel ?? call.Model);
        return new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }
}
