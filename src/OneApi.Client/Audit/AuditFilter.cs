namespace OneApi.Client;

/// <summary>Which entries of the audit log are meant. What is <see langword="null"/> does not count.</summary>
public sealed record AuditFilter
{
    /// <summary>Gets all entries.</summary>
    public static AuditFilter All { get; } = new();

    /// <summary>Gets the first moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the moment after the last one.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets who did it, written exactly so.</summary>
    public string? Caller { get; init; }

    /// <summary>Gets what was done, written exactly so: <c>token.create</c>. With a dot at its end, everything that begins like this: <c>token.</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Gets what it was done to, written exactly so.</summary>
    public string? Target { get; init; }
}
