namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>An access token: the whole of it as JSON, and beside it what it is found by.</summary>
internal sealed class TokenRow
{
    /// <summary>Gets the number that keeps the order in which tokens were made.</summary>
    public long Number { get; init; }

    public required string Id { get; init; }

    /// <summary>Gets or sets the name in upper case: names are unique without regard to case.</summary>
    public required string UpperName { get; set; }

    public required long Version { get; set; }

    public required string Json { get; set; }
}
