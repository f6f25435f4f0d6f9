namespace OneApi.Client;

/// <summary>The states of a channel, a key or a model behind a key.</summary>
public enum ChannelHealthState
{
    /// <summary>It takes calls.</summary>
    Ready,

    /// <summary>It is back, and gets its share of calls little by little.</summary>
    SlowStart,

    /// <summary>It takes no calls until a moment comes.</summary>
    Resting,

    /// <summary>Its rest is over: the next call tries it, one at a time.</summary>
    Probing,

    /// <summary>A person has switched it off.</summary>
    SwitchedOff,
}
