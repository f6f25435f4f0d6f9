using OneApi.Client.Routing;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Health;

/// <summary>One of several callers at once: begins calls, and ends them in every way that a call can end.</summary>
/// <param name="scene">Where.</param>
/// <param name="chance">Its own chance.</param>
internal sealed class TransitionCaller(TransitionScene scene, Random chance)
{
    private const int MostAtOnce = 6;
    private static readonly OneApiErrorKind[] Faults =
    [
        ProviderUnavailable, ProviderUnavailable, OneApiErrorKind.Timeout, ProtocolViolation, EmptyResponse, Unknown, RateLimited, RateLimited,
        OneApiErrorKind.Authentication, QuotaExhausted, ModelNotFound, PermissionDenied, InvalidRequest, ContextLengthExceeded, ContentFiltered,
    ];

    public List<TransitionRide> Rides { get; } = [];

    /// <summary>Does some things. What is sick fails nine times of ten; what is well, once in thirty.</summary>
    public void Act(int times, HashSet<string> sick)
    {
        for (var i = 0; i < times; i++)
        {
            if (chance.Next(200) == 0)
            {
                scene.Time.Advance(TimeSpan.FromMilliseconds(chance.Next(1, 30)));
            }

            if (Rides.Count == MostAtOnce || (Rides.Count > 0 && chance.Next(2) == 0))
            {
                var at = chance.Next(Rides.Count);
                GoOn(Rides[at], at, sick);
            }
            else if (scene.Take(scene.Candidates[chance.Next(scene.Candidates.Length)], chance.Next(3), anyway: chance.Next(20) == 0) is { } ride)
            {
                Rides.Add(ride);
            }
        }
    }

    /// <summary>All is well again: every call that is on its way gets its answer.</summary>
    public void EndAll()
    {
        Rides.ForEach(ride => scene.End(ride, refusesKey: false, proves: true, () => scene.Judge.Succeed(ride.Ticket)));
        Rides.Clear();
    }

    private void GoOn(TransitionRide ride, int at, HashSet<string> sick)
    {
        if (!ride.HasContent && chance.Next(4) == 0)
        {
            ride.HasContent = true;
            scene.End(ride, refusesKey: false, proves: true, () => scene.Judge.Commit(ride.Ticket));
            return;
        }

        Rides.RemoveAt(at);
        if (IsSick(ride.Ticket.Candidate, sick) ? chance.Next(10) > 0 : chance.Next(30) == 0)
        {
            Fail(ride);
            return;
        }

        switch (chance.Next(10))
        {
            case 0:
                scene.End(ride, refusesKey: false, proves: false, ride.Ticket.Abandon);
                break;
            case 1 when !ride.HasContent:
                scene.End(ride, refusesKey: false, proves: true, () => scene.Judge.LoseRace(ride.Ticket));
                break;
            default:
                scene.End(ride, refusesKey: false, proves: true, () => scene.Judge.Succeed(ride.Ticket));
                break;
        }
    }

    private void Fail(TransitionRide ride)
    {
        // Definite facts are rare, or nothing would be left to try.
        var kind = chance.Next(3) > 0 ? ProviderUnavailable : Faults[chance.Next(Faults.Length)];
        var refusesKey = kind is OneApiErrorKind.Authentication or QuotaExhausted;
        if (refusesKey && chance.Next(4) > 0)
        {
            kind = OneApiErrorKind.Timeout;
            refusesKey = false;
        }

        var retryAfter = kind is RateLimited && chance.Next(2) == 0 ? TimeSpan.FromSeconds(chance.Next(4, 31)) : (TimeSpan?)null;
        var error = new OneApiException(kind) { RetryAfter = retryAfter };
        var wasAnswered = ride.HasContent || chance.Next(2) == 0;
        var proves = kind is not (ProviderUnavailable or OneApiErrorKind.Authentication or QuotaExhausted) || wasAnswered;
        scene.End(ride, refusesKey, proves, () => scene.Judge.Fail(ride.Ticket, error, wasAnswered));
    }

    private static bool IsSick(Candidate candidate, HashSet<string> sick) => sick.Contains(candidate.Channel.Name) || sick.Contains(candidate.Channel.Name + candidate.PublicModel);
}
