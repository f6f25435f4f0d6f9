namespace OneApi.Client.Quotas;

/// <summary>What was set aside for a call. Used by one flow at a time.</summary>
internal sealed class Reservation(IReadOnlyList<QuotaAccount> accounts, long amountMicros, TimeSpan lifetime)
{
    public IReadOnlyList<QuotaAccount> Accounts { get; } = accounts;

    public long AmountMicros { get; } = amountMicros;

    public TimeSpan Lifetime { get; } = lifetime;

    /// <summary>Gets or sets when it was last prolonged, as a time stamp.</summary>
    public long RenewedAt { get; set; }

    /// <summary>Gets or sets how often it was prolonged.</summary>
    public int Sequence { get; set; }

    /// <summary>Gets or sets a value indicating whether the store could not be asked, so that nothing is held.</summary>
    public bool IsUnchecked { get; set; }
}
