namespace OneApi.Client;

/// <summary>Which usage records are meant. What is <see langword="null"/> does not narrow the choice.</summary>
public sealed record UsageFilter
{
    /// <summary>Gets the first moment, by the start of the call.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the moment after the last one.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets the customer: the owner of the access token. The empty text means calls of nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets the access token's id. The empty text means the host's own calls.</summary>
    public string? TokenId { get; init; }

    /// <summary>Gets the group.</summary>
    public string? Group { get; init; }

    /// <summary>Gets the public model that served, or the one that was asked for when none did.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the channel that served, or the last one that failed.</summary>
    public string? Channel { get; init; }

    /// <summary>Gets the provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets how the calls ended.</summary>
    public CallOutcome? Outcome { get; init; }

    /// <summary>Gets labels that the records carry, all of them, with these values.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}
