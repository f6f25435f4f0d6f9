namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>The newest word about a channel or one of its keys. Moments are UTC ticks of the database's clock.</summary>
internal sealed class FactRow
{
    /// <summary>Gets what there is one word of: the channel in upper case, and the key's fingerprint.</summary>
    public required string Place { get; init; }

    public required string Channel { get; init; }

    /// <summary>Gets the key's fingerprint, or null for the channel.</summary>
    public string? Key { get; init; }

    public required int Reason { get; init; }

    public required long SaidAt { get; init; }

    public required long Since { get; init; }

    public long? Until { get; init; }

    public string? Note { get; init; }

    /// <summary>Gets when the row may go, or null: never.</summary>
    public long? EndsAt { get; init; }
}
