using OneApi.Client.Routing;

namespace OneApi.Client.Health;

/// <summary>An attempt's part in the health of what it uses: whether it is the one that tries something after a rest.</summary>
internal readonly record struct HealthTicket(Candidate Candidate, CandidateKey Key, int ConnectionProbe = HealthCell.NoProbe, int KeyProbe = HealthCell.NoProbe, int ModelProbe = HealthCell.NoProbe)
{
    public bool IsProbe => ConnectionProbe != HealthCell.NoProbe || KeyProbe != HealthCell.NoProbe || ModelProbe != HealthCell.NoProbe;

    private HealthCell Connection => Candidate.Health.Connection;

    /// <summary>Takes part in a candidate's health with the first key that may be used.</summary>
    /// <param name="candidate">The channel and model.</param>
    /// <param name="from">The index of the key to begin with.</param>
    /// <param name="refused">A key that is not to be used, or null.</param>
    /// <returns>Null when everything rests, or somebody else tries it at this moment.</returns>
    public static HealthTicket? TryTake(Candidate candidate, int from, CandidateKey? refused = null)
    {
        var health = candidate.Health;
        if (health.SwitchedOff is not null || !health.Connection.TryEnter(out var connectionProbe))
        {
            return null;
        }

        var keys = candidate.Keys;
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[(from + i) % keys.Length];
            if (ReferenceEquals(key, refused) || !key.Key.TryEnter(out var keyProbe))
            {
                continue;
            }

            if (key.Model.TryEnter(out var modelProbe))
            {
                return new(candidate, key, connectionProbe, keyProbe, modelProbe);
            }

            key.Key.Abandon(keyProbe);
        }

        health.Connection.Abandon(connectionProbe);
        return null;
    }

    /// <summary>Takes part although something rests: nothing better is left, or the call has sat out what it was asked to.</summary>
    public static HealthTicket TakeAnyway(Candidate candidate, CandidateKey key) =>
        new(candidate, key, candidate.Health.Connection.EnterAnyway(), key.Key.EnterAnyway(), key.Model.EnterAnyway());

    /// <summary>It has come so far that others may follow: content has arrived.</summary>
    /// <returns>Whether the key is back from a rest.</returns>
    public bool Commit()
    {
        Connection.Reopen(ConnectionProbe);
        Key.Model.Reopen(ModelProbe);
        return Key.Key.Reopen(KeyProbe);
    }

    /// <summary>It has gone well to its end.</summary>
    /// <returns>Whether the key is back from a rest.</returns>
    public bool Succeed()
    {
        Connection.Succeed(ConnectionProbe);
        Key.Model.Succeed(ModelProbe);
        return Key.Key.Succeed(KeyProbe);
    }

    /// <summary>It ended without a verdict.</summary>
    public void Abandon()
    {
        Connection.Abandon(ConnectionProbe);
        Key.Key.Abandon(KeyProbe);
        Key.Model.Abandon(ModelProbe);
    }
}
