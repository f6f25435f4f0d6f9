namespace OneApi.Client.Testing.Serving;

/// <summary>What a wire is asked to word as an error.</summary>
internal sealed record WireFailure(WireErrorKind Kind, FakeRequest Request)
{
    /// <summary>Gets the status of a <see cref="WireErrorKind.ServerError"/>.</summary>
    public int Status { get; init; } = 500;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the message of an <see cref="WireErrorKind.InvalidRequest"/>; <see langword="null"/> means the wire's own example.</summary>
    public string? Message { get; init; }

    /// <summary>Gets the request member at fault, where the wire has a place for it.</summary>
    public string? Parameter { get; init; }

    /// <summary>Gets the provider's code of an <see cref="WireErrorKind.InvalidRequest"/>, where the wire has a place for it, or of a <see cref="WireErrorKind.Coded"/> error.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the stated wait in whole seconds, rounded up.</summary>
    public long? RetryAfterSeconds => RetryAfter is { } wait ? (long)Math.Ceiling(wait.TotalSeconds) : null;
}
