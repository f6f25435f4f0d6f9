using OneApi.Client.Health;
using OneApi.Client.Routing;
using static OneApi.Client.ChannelHealthState;

namespace OneApi.Client.Tests.Health;

/// <summary>Looks at everybody's health, as a person sees it, while nobody begins or ends a call.</summary>
internal sealed class TransitionWatch(TransitionScene scene, TransitionPerson person)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private DateTimeOffset Now => scene.Time.GetUtcNow();

    /// <summary>Every state says why, since when, until when, and what ends it; none is longer than its reason allows; a person's word stands.</summary>
    public void Look()
    {
        foreach (var entry in scene.Health.List())
        {
            var isRight = entry.State switch
            {
                Ready => entry is { Reason: HealthReason.None, Since: null, Until: null, EndsBy: HealthEnd.Nothing, Share: 1 },
                SlowStart => entry is { Reason: HealthReason.None, EndsBy: HealthEnd.Time, Since: not null } && IsSlowStart(entry),
                Resting => entry is { Share: 0, EndsBy: HealthEnd.Probe } && entry.Reason is not (HealthReason.None or HealthReason.SwitchedOff)
                    && entry.Since <= Now && entry.Until > Now && entry.Until - Now <= Longest(entry.Reason) + Moment,
                Probing => entry is { Share: 0, EndsBy: HealthEnd.Probe } && entry.Reason is not (HealthReason.None or HealthReason.SwitchedOff)
                    && entry.Since < entry.Until && entry.Until <= Now,
                _ => entry is { Reason: HealthReason.SwitchedOff, Since: not null, Share: 0, Note: "maintenance" } && entry.EndsBy == (entry.Until is null ? HealthEnd.Person : HealthEnd.Time),
            };
            if (!isRight)
            {
                scene.Complain($"a state that no rule knows: {entry}");
            }
        }

        CheckPerson();
    }

    /// <summary>All is well from here on, and a call goes everywhere each second: what rested for a passing fault is used again within half a minute, and after the longest rest of all everything simply works.</summary>
    public void Recover()
    {
        var waiting = scene.Candidates.SelectMany(static candidate => candidate.Keys, static (candidate, key) => (candidate, key)).Where(IsPassing).ToHashSet();
        for (var second = 0; second < 30; second++)
        {
            scene.Time.Advance(TimeSpan.FromSeconds(1));
            waiting.ExceptWith(AskEverybody());
        }

        foreach (var (candidate, key) in waiting.Where(one => !person.Off.ContainsKey(one.candidate.Channel.Name)))
        {
            scene.Complain($"{candidate.Channel.Name} was not used again for {candidate.PublicModel} within half a minute: {candidate.Health.Connection.Look()} {key.Look()}");
        }

        for (var step = 0; step < 36; step++)
        {
            scene.Time.Advance(TimeSpan.FromSeconds(10));
            AskEverybody();
        }

        foreach (var left in scene.Health.List().Where(entry => entry.State is not (Ready or SwitchedOff) && !IsOff(entry.Channel)))
        {
            scene.Complain($"it does not come back: {left}");
        }
    }

    private List<(Candidate, CandidateKey)> AskEverybody()
    {
        var asked = new List<(Candidate, CandidateKey)>();
        foreach (var candidate in scene.Candidates)
        {
            for (var from = 0; from < candidate.Keys.Length; from++)
            {
                if (scene.Take(candidate, from) is { } ride)
                {
                    asked.Add((candidate, ride.Ticket.Key));
                    scene.End(ride, refusesKey: false, proves: true, () => scene.Judge.Succeed(ride.Ticket));
                }
            }
        }

        return asked;
    }

    private void CheckPerson()
    {
        foreach (var candidate in scene.Candidates)
        {
            if (IsOff(candidate.Channel.Name) && scene.Take(candidate, 0, anyway: true) is not null)
            {
                scene.Complain($"a call goes to {candidate.Channel.Name}, which a person has switched off");
            }
        }

        var shown = scene.Health.List().Where(static entry => entry is { Key: null, Model: null, State: SwitchedOff }).Select(static entry => entry.Channel);
        var meant = person.Off.Keys.Where(IsOff).Order(StringComparer.Ordinal);
        if (!meant.SequenceEqual(shown.Order(StringComparer.Ordinal)))
        {
            scene.Complain($"switched off are {string.Join(", ", meant)}, and shown as such are {string.Join(", ", shown)}");
        }
    }

    private bool IsOff(string channel) => person.Off.TryGetValue(channel, out var until) && (until is null || until > Now);

    /// <summary>What passes by itself: nobody has said for how long, and nothing is refused.</summary>
    private static bool IsPassing((Candidate Candidate, CandidateKey Key) one) =>
        IsPassing(one.Candidate.Health.Connection) && IsPassing(one.Key.Key) && IsPassing(one.Key.Model);

    private static bool IsPassing(HealthCell cell) => cell.Look() is { Reason: HealthReason.None or HealthReason.Failing or HealthReason.Unreachable };

    private bool IsSlowStart(ChannelHealthEntry entry) =>
        entry.Until - entry.Since == TimeSpan.FromSeconds(30)
        && Math.Abs(entry.Share - (0.1 + (0.9 * ((Now - entry.Since!.Value) / TimeSpan.FromSeconds(30))))) < 0.001;

    private static TimeSpan Longest(HealthReason reason) => reason switch
    {
        HealthReason.Failing or HealthReason.Unreachable => TimeSpan.FromSeconds(20),
        HealthReason.RateLimited => TimeSpan.FromSeconds(30), // the longest that this world's providers state
        HealthReason.ModelRefused => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromMinutes(5),
    };
}
