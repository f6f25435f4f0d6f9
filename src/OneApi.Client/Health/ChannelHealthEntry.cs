namespace OneApi.Client;

/// <summary>How one thing stands: a channel, one of its keys, or a model behind a key.</summary>
public sealed record ChannelHealthEntry
{
    /// <summary>Gets the channel's name.</summary>
    public required string Channel { get; init; }

    /// <summary>Gets the key that it is about, as the first eight digits of its fingerprint; <see langword="null"/> for the whole channel.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the model on the wire that it is about; <see langword="null"/> for all.</summary>
    public string? Model { get; init; }

    /// <summary>Gets how it stands.</summary>
    public required ChannelHealthState State { get; init; }

    /// <summary>Gets why it rests; <see cref="HealthReason.None"/> when it does not.</summary>
    public HealthReason Reason { get; init; }

    /// <summary>Gets since when it is so; <see langword="null"/> when it simply works, or the configuration has switched it off.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Gets from when on it may be tried again; <see langword="null"/> when only a person ends it, or when it works.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets what ends the state.</summary>
    public HealthEnd EndsBy { get; init; }

    /// <summary>Gets the share of its weight that it gets at this moment: less than 1 for half a minute after it is back, 0 while it rests.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Gets what a person said who switched it off, or <see langword="null"/>.</summary>
    public string? Note { get; init; }
}
