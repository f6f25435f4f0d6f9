namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>An entry of the audit log.</summary>
internal sealed class AuditRow
{
    /// <summary>Gets the number: 1 for the first, and one more for each.</summary>
    public required long Id { get; init; }

    /// <summary>Gets when it was done, in UTC ticks.</summary>
    public required long At { get; init; }

    public required string Caller { get; init; }

    public string? Role { get; init; }

    public required string Action { get; init; }

    public required string Target { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    public string? Address { get; init; }

    public string? RequestId { get; init; }

    public required string Hash { get; init; }
}
