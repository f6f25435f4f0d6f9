using OneApi.Client.Gateway;

namespace OneApi.Client.Routing;

/// <summary>
/// Gives each subject a channel of its own by rendezvous hashing: the shares are those of the weights, every process gives the same one, and
/// when a channel rests only its own subjects move.
/// </summary>
internal static class Stickiness
{
    /// <summary>Whom a call is for, as the group's affinity counts; null when the call does not say.</summary>
    public static string? SubjectOf(Call call) => call.Group!.Affinity switch
    {
        Affinity.Conversation => call.ConversationId ?? EndUserOf(call),
        Affinity.EndUser => EndUserOf(call),
        Affinity.Token => call.Token?.Token.Id,
        _ => null,
    };

    /// <summary>The index, among the eligible, of the subject's channel.</summary>
    public static int Pick(Candidate[] candidates, ReadOnlySpan<int> eligible, string subject)
    {
        var best = 0;
        var highest = double.NegativeInfinity;
        for (var i = 0; i < eligible.Length; i++)
        {
            var candidate = candidates[eligible[i]];
            var weight = Math.Max(candidate.Channel.Weight, 1e-9); // the configured one: a share that grows would move subjects to and fro
            var score = Math.Log(1 - StableHash.FractionOf(subject, candidate.Channel.Name)) / weight; // negative; the larger the weight, the nearer to zero
            if (score > highest)
            {
                (best, highest) = (i, score);
            }
        }

        return best;
    }

    private static string? EndUserOf(Call call) => call.Caller.EndUser ?? call.Token?.Token.Id;
}
