namespace OneApi.Client;

/// <summary>Who changed what. Nothing of it is a secret.</summary>
public sealed record AuditEntry
{
    /// <summary>Gets the number that the log gave it: 1 for the first, and one more for each. 0 until it is kept.</summary>
    public long Id { get; init; }

    /// <summary>Gets when it was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets who did it: a user's name or the name of an admin key, never the key.</summary>
    public required string Caller { get; init; }

    /// <summary>Gets the role that allowed it, such as <c>operator</c>, or <see langword="null"/> where no role did.</summary>
    public string? Role { get; init; }

    /// <summary>Gets what was done, such as <c>channel.change</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Gets what it was done to, such as a channel's name or a token's id.</summary>
    public required string Target { get; init; }

    /// <summary>Gets how it was, as JSON without secrets; <see langword="null"/> where there was nothing, or nothing to tell.</summary>
    public string? Before { get; init; }

    /// <summary>Gets how it is since, as JSON without secrets; <see langword="null"/> where it is gone, or there is nothing to tell.</summary>
    public string? After { get; init; }

    /// <summary>Gets the address that it was asked from, or <see langword="null"/> where none is known.</summary>
    public string? Address { get; init; }

    /// <summary>Gets the request's id, or <see langword="null"/>.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets the SHA-256 of this entry and of the one before it, in lower-case hexadecimal digits: see <see cref="AuditChain"/>. Empty until it is kept.</summary>
    public string Hash { get; init; } = string.Empty;
}
