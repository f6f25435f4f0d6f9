namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>An open hold. Its row goes when it ends.</summary>
internal sealed class HoldRow
{
    public required Guid Id { get; init; }

    /// <summary>Gets the keys of its accounts, in ordinal order, with <see cref="AccountKeys.Separator"/> between them.</summary>
    public required string Accounts { get; init; }

    public long AmountMicros { get; set; }

    /// <summary>Gets or sets when it ends by itself, in UTC ticks.</summary>
    public long ExpiresAt { get; set; }

    public int Sequence { get; set; }
}
