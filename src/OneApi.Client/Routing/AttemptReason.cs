namespace OneApi.Client;

/// <summary>Why an attempt was made.</summary>
public enum AttemptReason
{
    /// <summary>It is the call's first.</summary>
    First,

    /// <summary>Another channel of the model, after a failure.</summary>
    AnotherChannel,

    /// <summary>Another key of the channel, after a failure that concerns the key.</summary>
    AnotherKey,

    /// <summary>The same channel once more.</summary>
    SameChannel,

    /// <summary>The same channel with a newly issued token. Not counted as an attempt.</summary>
    Refresh,

    /// <summary>A fallback model.</summary>
    Fallback,

    /// <summary>Everything rests, and this rests least.</summary>
    LeastBad,

    /// <summary>A race against an attempt that takes its time.</summary>
    Race,

    /// <summary>A stream that broke after content, begun anew elsewhere. Not counted as an attempt.</summary>
    Splice,

    /// <summary>A stream that broke after content, gone on with elsewhere from what was delivered (assistant prefill). Not counted as an attempt.</summary>
    Continue,
}
