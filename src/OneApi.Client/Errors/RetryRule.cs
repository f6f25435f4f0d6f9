namespace OneApi.Client.Errors;

/// <summary>When a kind of error allows the same channel, or another one, to be tried.</summary>
internal enum RetryRule
{
    /// <summary>Never.</summary>
    No,

    /// <summary>Whenever there is one.</summary>
    Yes,

    /// <summary>One time per call.</summary>
    Once,

    /// <summary>One time, after the credential was refreshed.</summary>
    OnceAfterRefresh,

    /// <summary>One time, when no other channel of the model is left.</summary>
    OnceWhenAlone,

    /// <summary>One time, when no other channel of the model is left and the stated wait is short.</summary>
    AfterShortWaitWhenAlone,

    /// <summary>Only towards a model with a larger context window.</summary>
    LargerWindowOnly,

    /// <summary>Only where the group's configuration says so.</summary>
    WhereConfigured,
}
