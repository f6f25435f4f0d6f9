namespace OneApi.Client;

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>It served the call, or its caller left.</summary>
    Served,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>Another channel was faster.</summary>
    LostRace,

    /// <summary>It was to take over a stream that broke, and gave another answer.</summary>
    Differed,
}
