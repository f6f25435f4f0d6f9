namespace OneApi.Client.Errors;

/// <summary>What an error says about the health of the channel.</summary>
internal enum HealthEffect
{
    /// <summary>Nothing: the fault is the request's or the caller's.</summary>
    None,

    /// <summary>The key is dead until somebody mends it.</summary>
    KeyOff,

    /// <summary>The account behind the key needs time or money.</summary>
    KeyCools,

    /// <summary>The channel rests for this model.</summary>
    ModelRests,

    /// <summary>The channel and model cool for the stated time.</summary>
    Cools,

    /// <summary>One fault towards the breaker.</summary>
    Counts,

    /// <summary>Half a fault towards the breaker.</summary>
    CountsHalf,
}
