namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>An account of a quota.</summary>
internal sealed class AccountRow
{
    public required string Key { get; init; }

    /// <summary>Gets or sets the store's own limit: the sum of all entries; null before the first one.</summary>
    public long? LimitMicros { get; set; }

    /// <summary>Gets or sets the limit that the configuration gives it, or null. The newest wins.</summary>
    public long? ConfiguredMicros { get; set; }

    public long SettledMicros { get; set; }

    /// <summary>Gets or sets the sum of its open holds, kept beside them so that nobody has to add them up.</summary>
    public long HeldMicros { get; set; }
}
