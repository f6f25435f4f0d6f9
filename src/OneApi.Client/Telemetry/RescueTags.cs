using System.Diagnostics;

namespace OneApi.Client.Telemetry;

/// <summary>On a call's span: how its race went, and how a stream that broke was rescued. Calls without either have no such tags.</summary>
internal static class RescueTags
{
    public static void Add(Activity activity, UsageRecord record)
    {
        AttemptRecord? rival = null;
        AttemptRecord? rescuer = null;
        var hasLoser = false;
        foreach (var attempt in record.Attempts)
        {
            hasLoser |= attempt.Outcome is AttemptOutcome.LostRace;
            rival = attempt.Reason is AttemptReason.Race ? attempt : rival;
            rescuer = attempt.Reason is AttemptReason.Splice or AttemptReason.Continue ? attempt : rescuer;
        }

        if (rival is not null)
        {
            activity.SetTag("oneapi.race.rival", rival.Channel);
            activity.SetTag("oneapi.race.outcome", OutcomeOf(rival, hasLoser));
        }

        if (rescuer is not null)
        {
            activity.SetTag("oneapi.rescue.channel", rescuer.Channel);
            activity.SetTag("oneapi.rescue.reason", AttemptWords.Of(rescuer.Reason));
            activity.SetTag("oneapi.rescue.outcome", AttemptWords.Of(rescuer.Outcome));
        }
    }

    /// <summary>A rival that had won may fail as well, after its first content: then it is the other one that lost.</summary>
    private static string OutcomeOf(AttemptRecord rival, bool hasLoser) => rival.Outcome switch
    {
        AttemptOutcome.LostRace => "lost",
        AttemptOutcome.Failed => hasLoser ? "won" : "failed",
        _ => "won",
    };
}
