using System.Collections.Frozen;
using System.Text.Json;

namespace OneApi.Client.Telemetry;

/// <summary>Reasons, outcomes and sides of attempts as telemetry spells them: in snake case.</summary>
internal static class AttemptWords
{
    private static readonly FrozenDictionary<AttemptReason, string> Reasons = Enum.GetValues<AttemptReason>()
        .ToFrozenDictionary(reason => reason, reason => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()));

    private static readonly FrozenDictionary<AttemptOutcome, string> Outcomes = Enum.GetValues<AttemptOutcome>()
        .ToFrozenDictionary(outcome => outcome, outcome => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString()));

    public static string Of(AttemptReason reason) => Reasons[reason];

    public static string Of(TrafficArm arm) => arm is TrafficArm.New ? "new" : "old";

    public static string Of(AttemptOutcome outcome) => Outcomes[outcome];
}
