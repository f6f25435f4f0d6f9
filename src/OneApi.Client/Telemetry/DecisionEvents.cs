using System.Diagnostics;
using System.Globalization;

namespace OneApi.Client.Telemetry;

/// <summary>The decision record of a call, on its span: an event for each decision, at the moment when it was made (docs/routing.md).</summary>
internal static class DecisionEvents
{
    public const string Name = "oneapi.decision";

    public static void Add(Activity activity, RoutingDecision decision)
    {
        if (!activity.IsAllDataRequested)
        {
            return;
        }

        activity.AddEvent(new(Name, tags: new()
        {
            { "oneapi.decision.reason", AttemptWords.Of(decision.Reason) },
            { "oneapi.decision.model", decision.Model },
            { "oneapi.decision.strategy", decision.Strategy },
            { "oneapi.decision.channel", decision.Channel },
            { "oneapi.decision.arm", decision.Arm is { } arm ? AttemptWords.Of(arm) : null },
            { "oneapi.decision.candidates", Candidates(decision.Options) },
            { "oneapi.decision.excluded", Excluded(decision.Options) },
        }));
    }

    /// <summary>Whom the strategy could choose, with their scores where it gave any.</summary>
    private static string[] Candidates(IReadOnlyList<RoutingOption> options) =>
        [.. options.Where(static option => option.Excluded is null).Select(static option => option.Score is { } score ? string.Create(CultureInfo.InvariantCulture, $"{option.Channel}: {score:G6}") : option.Channel)];

    private static string[] Excluded(IReadOnlyList<RoutingOption> options) =>
        [.. options.Where(static option => option.Excluded is not null).Select(static option => $"{option.Channel}: {option.Excluded}")];
}
