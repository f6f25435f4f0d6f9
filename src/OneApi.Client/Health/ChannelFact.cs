namespace OneApi.Client;

/// <summary>The newest word about something definite of a channel, for all nodes and over restarts: a key that was refused, an account that is empty, a channel that a person has switched off; or that nothing of it holds any more.</summary>
/// <remarks>All times of a fact are of one clock: the caller's when it is put, the store's when it is listed.</remarks>
public sealed record ChannelFact
{
    /// <summary>Gets the channel's name. Names compare without regard to case.</summary>
    public required string Channel { get; init; }

    /// <summary>Gets the fingerprint of the key that it is about (SHA-256, hexadecimal; never the key), or <see langword="null"/> for the whole channel.</summary>
    public string? Key { get; init; }

    /// <summary>Gets what is so: <see cref="HealthReason.KeyRefused"/> or <see cref="HealthReason.AccountEmpty"/> for a key, <see cref="HealthReason.SwitchedOff"/> for a channel; <see cref="HealthReason.None"/> when nothing is any more.</summary>
    public required HealthReason Reason { get; init; }

    /// <summary>Gets when it was said. The word that was said last is the one that holds.</summary>
    public required DateTimeOffset SaidAt { get; init; }

    /// <summary>Gets since when it is so: before <see cref="SaidAt"/> where a word confirms an earlier one.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Gets from when on it may be tried again, or <see langword="null"/>: when a person says so.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets what a person said about it, or <see langword="null"/>.</summary>
    public string? Note { get; init; }
}
