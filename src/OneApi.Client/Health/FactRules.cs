namespace OneApi.Client.Health;

/// <summary>What all that keep facts have in common. Uses public types only: the packages of the stores compile it too.</summary>
internal static class FactRules
{
    /// <summary>How long a word is kept after what it says has ended, so that an older one of a node that was cut off does not count again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>What there is one word of: the same for all spellings of a channel's name.</summary>
    public static string PlaceOf(ChannelFact fact) => PlaceOf(fact.Channel, fact.Key);

    public static string PlaceOf(string channel, string? key) => $"{channel.ToUpperInvariant()}\n{key}";

    /// <summary>A key is refused or empty, a channel is switched off, and both may be well again.</summary>
    public static bool IsOne(ChannelFact fact) => fact.Reason switch
    {
        HealthReason.None => true,
        HealthReason.SwitchedOff => fact.Key is null,
        HealthReason.KeyRefused or HealthReason.AccountEmpty => fact.Key is not null,
        _ => false,
    };

    public static void Check(ChannelFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentException.ThrowIfNullOrEmpty(fact.Channel);
        if (!IsOne(fact))
        {
            throw new ArgumentException($"{fact.Reason} is nothing that is kept of {(fact.Key is null ? "a channel" : "a key")}.", nameof(fact));
        }
    }

    /// <summary>How long ago it was said; never in the future, however the clock was set meanwhile.</summary>
    public static TimeSpan AgeOf(ChannelFact fact, DateTimeOffset now) => now > fact.SaidAt ? now - fact.SaidAt : TimeSpan.Zero;

    /// <summary>When it may be forgotten, or null: never.</summary>
    public static DateTimeOffset? EndOf(ChannelFact fact) => fact.Reason is HealthReason.None ? Add(fact.SaidAt, Kept) : fact.Until is { } until ? Add(until, Kept) : null;

    /// <summary>The fact on a clock that is ahead by so much.</summary>
    public static ChannelFact Shift(ChannelFact fact, TimeSpan by) => by == TimeSpan.Zero ? fact : fact with
    {
        SaidAt = Add(fact.SaidAt, by),
        Since = Add(fact.Since, by),
        Until = fact.Until is { } until ? Add(until, by) : null,
    };

    /// <summary>Not past the end of time, nor before its begin.</summary>
    private static DateTimeOffset Add(DateTimeOffset at, TimeSpan time) =>
        new((long)Int128.Clamp((Int128)at.UtcTicks + time.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
