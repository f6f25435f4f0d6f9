using OneApi.Client.Routing;

namespace OneApi.Client.Health;

/// <summary>An attempt's part in the health of what it uses: whether it is the one that tries something after a rest.</summary>
internal readonly record struct HealthTicket(Candidate Candidate, CandidateKey Key, bool ProbesConnection = false, bool ProbesKey = false, bool ProbesModel = false)
{
    public bool IsProbe => ProbesConnection || ProbesKey || ProbesModel;

    private HealthCell Connection => Candidate.Health.Connection;

    /// <summary>Takes part in a candidate's health with the first key that may be used.</summary>
    /// <param name="candidate">The channel and model.</param>
    /// <param name="from">The index of the key to begin with.</param>
    /// <param name="refused">A key that is not to be used, or null.</param>
    /// <returns>Null when everything rests, or somebody else tries it at this moment.</returns>
    public static HealthTicket? TryTake(Candidate candidate, int from, CandidateKey? refused = null)
    {
        var health = candidate.Health;
        if (health.SwitchedOff is not null || !health.Connection.TryEnter(out var probesConnection))
        {
            return null;
        }

        var keys = candidate.Keys;
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[(from + i) % keys.Length];
            if (ReferenceEquals(key, refused) || !key.Key.TryEnter(out var probesKey))
            {
                continue;
            }

            if (key.Model.TryEnter(out var probesModel))
            {
                return new(candidate, key, probesConnection, probesKey, probesModel);
            }

            key.Key.Abandon(probesKey);
        }

        health.Connection.Abandon(probesConnection);
        return null;
    }

    /// <summary>Takes part although something rests: nothing better is left, or the call has sat out what it was asked to.</summary>
    public static HealthTicket TakeAnyway(Candidate candidate, CandidateKey key) =>
        new(candidate, key, candidate.Health.Connection.EnterAnyway(), key.Key.EnterAnyway(), key.Model.EnterAnyway());

    /// <summary>It has come so far that others may follow: content has arrived.</summary>
    public void Commit()
    {
        Connection.Reopen(ProbesConnection);
        Key.Key.Reopen(ProbesKey);
        Key.Model.Reopen(ProbesModel);
    }

    public void Succeed()
    {
        Connection.Succeed(ProbesConnection);
        Key.Key.Succeed(ProbesKey);
        Key.Model.Succeed(ProbesModel);
    }

    /// <summary>It ended without a verdict.</summary>
    public void Abandon()
    {
        Connection.Abandon(ProbesConnection);
        Key.Key.Abandon(ProbesKey);
        Key.Model.Abandon(ProbesModel);
    }
}
