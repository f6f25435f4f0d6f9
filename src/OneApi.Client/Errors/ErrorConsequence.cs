namespace OneApi.Client.Errors;

/// <summary>One row of the table of design §6: what a kind of error leads to.</summary>
internal sealed record ErrorConsequence(
    OneApiErrorKind Kind,
    RetryRule SameChannel,
    RetryRule AnotherChannel,
    HealthEffect Health,
    int HttpStatus,
    bool IsTransient);
