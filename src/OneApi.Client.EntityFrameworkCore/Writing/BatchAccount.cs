using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>An account while a batch works on it. Its rules are those of the in-memory store's account.</summary>
internal sealed class BatchAccount(AccountRow row, bool isNew)
{
    public AccountRow Row { get; } = row;

    public bool IsNew { get; } = isNew;

    public bool IsChanged { get; private set; }

    public string Key => Row.Key;

    /// <summary>Gets a value indicating whether an entry or the configuration gave it a limit. A charge alone does not.</summary>
    public bool IsOpen => Row.ConfiguredMicros is not null || Row.LimitMicros is not null;

    public long LimitMicros => Row.ConfiguredMicros ?? Row.LimitMicros ?? 0;

    /// <summary>Null when the amount may be set aside, else the refusal.</summary>
    public QuotaResult? Refuse(long amount)
    {
        // 128 bits: overruns and a lowered limit may take the difference below what 64 hold.
        var left = (Int128)LimitMicros - Row.SettledMicros;
        if (left - Row.HeldMicros >= amount)
        {
            return null;
        }

        var why = left <= 0 ? QuotaRefusal.Exhausted : left < amount ? QuotaRefusal.TooLarge : QuotaRefusal.InFlight;
        return new(QuotaOutcome.Refused, why, Key, (long)left);
    }

    /// <summary>Takes the configuration's limit; the newest wins.</summary>
    public void Configure(long limit)
    {
        if (Row.ConfiguredMicros != limit)
        {
            Row.ConfiguredMicros = limit;
            IsChanged = true;
        }
    }

    /// <summary>Takes the limit that was the configuration's when the call began, where none is known.</summary>
    public void ConfigureIfUnknown(long limit) => Configure(Row.ConfiguredMicros ?? limit);

    /// <summary>Changes what is held. The sum of holds stays below the limit, so it can't overflow.</summary>
    public void Hold(long difference)
    {
        Row.HeldMicros += difference;
        IsChanged = true;
    }

    /// <summary>Adds a charge; what no counter could hold stops at its end, since a call that was served must be settled.</summary>
    public void Settle(long actual)
    {
        Row.SettledMicros = Row.SettledMicros > long.MaxValue - actual ? long.MaxValue : Row.SettledMicros + actual;
        IsChanged = true;
    }

    /// <summary>Null when the limit was changed, else the refusal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No limit may be so high.</exception>
    public QuotaResult? Adjust(long difference)
    {
        var available = (Int128)LimitMicros - Row.SettledMicros - Row.HeldMicros;
        if (difference < 0 && available + difference < 0)
        {
            return IsOpen
                ? new(QuotaOutcome.Refused, QuotaRefusal.TooLarge, Key, (long)Int128.Max(available, long.MinValue))
                : new(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, Key);
        }

        var own = Row.LimitMicros ?? 0;
        if ((Int128)own + difference > long.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(difference), difference, $"AmountMicros would raise the limit of '{Key}' above {long.MaxValue}; it is {own}.");
        }

        Row.LimitMicros = own + difference;
        IsChanged = true;
        return null;
    }
}
