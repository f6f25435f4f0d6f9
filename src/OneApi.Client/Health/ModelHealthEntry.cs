namespace OneApi.Client;

/// <summary>Who serves a model in a group at this moment.</summary>
public sealed record ModelHealthEntry
{
    /// <summary>Gets the name of the group.</summary>
    public required string Group { get; init; }

    /// <summary>Gets the public name of the model, or a pattern as a channel has it (<c>gpt-*</c>).</summary>
    public required string Model { get; init; }

    /// <summary>Gets how many channels are configured for it, not switched off in the configuration, and not kept from serving by a canary or a shadow.</summary>
    public required int Channels { get; init; }

    /// <summary>Gets how many of them would take a call now; those whose rest is over and that the next call tries are among them.</summary>
    public required int Ready { get; init; }

    /// <summary>Gets when the first of those that rest may be tried again; <see langword="null"/> when some are ready, or only a person can help.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets a value indicating whether anybody would take a call now.</summary>
    public bool IsServed => Ready > 0;
}
