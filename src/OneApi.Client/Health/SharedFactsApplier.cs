using Microsoft.Extensions.Logging;
using OneApi.Client.Channels;

namespace OneApi.Client.Health;

/// <summary>Makes what other nodes know hold on this one. What this node has said itself comes back by the store's clock, and changes nothing.</summary>
internal sealed class SharedFactsApplier(ChannelRegistry registry, ILogger logger)
{
    /// <summary>What is nearer than this is the same moment: the way to the store and back takes time, and clocks are rounded.</summary>
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(1);

    /// <summary>Takes a word as it stands, its times by this node's clock.</summary>
    public void Apply(ChannelFact fact, DateTimeOffset now)
    {
        if (!FactRules.IsOne(fact))
        {
            return; // of a later version perhaps
        }

        var health = registry.StateOf(fact.Channel).Health;
        if (fact.Key is null)
        {
            Switch(fact, health);
        }
        else if (fact.Reason is HealthReason.None)
        {
            health.KeyOf(fact.Key).Key.Recover();
        }
        else
        {
            // When its time is up, the next call tries it.
            var rest = fact.Until - now ?? HealthRules.KeyProbe;
            Rest(health.KeyOf(fact.Key).Key, fact, rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
        }
    }

    /// <summary>Says whether this node would still keep calls away for it.</summary>
    public bool StillHolds(ChannelFact fact)
    {
        var health = registry.StateOf(fact.Channel).Health;
        return fact.Key is null ? health.SwitchedOff is not null : health.KeyOf(fact.Key).Key.Look() is { IsDead: true, Left.Ticks: > 0 };
    }

    private static void Rest(HealthCell cell, ChannelFact fact, TimeSpan rest)
    {
        var standing = cell.Look();
        if (standing.Reason != fact.Reason || (standing.Left - rest).Duration() >= Same)
        {
            cell.Restore(fact.Reason, fact.Since, rest);
        }
    }

    private void Switch(ChannelFact fact, ChannelHealth health)
    {
        var before = health.SwitchedOff;
        if (before is not null && fact.Reason is HealthReason.SwitchedOff && before.Note == fact.Note && AreSame(before.Since, fact.Since) && AreSame(before.Until, fact.Until))
        {
            return;
        }

        health.SwitchedOff = fact.Reason is HealthReason.SwitchedOff ? new(fact.Since, fact.Until, fact.Note) : null;
        var after = health.SwitchedOff;
        if (before is null && after is not null)
        {
            Log.SwitchedOff(logger, fact.Channel, after.Until);
        }
        else if (before is not null && after is null)
        {
            Log.SwitchedOn(logger, fact.Channel);
        }
    }

    private static bool AreSame(DateTimeOffset? one, DateTimeOffset? other) => one is null || other is null ? one == other : (one.Value - other.Value).Duration() < Same;
}
