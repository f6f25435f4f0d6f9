using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>An account while a batch works on it.</summary>
internal sealed class BatchAccount(AccountRow row, bool isNew)
{
    public AccountRow Row { get; } = row;

    public bool IsNew { get; } = isNew;

    public bool IsChanged { get; set; }

    public string Key => Row.Key;

    public long LimitMicros => Row.ConfiguredMicros ?? Row.LimitMicros;

    public long AvailableMicros => LimitMicros - Row.SettledMicros - Row.HeldMicros;

    public QuotaResult Refuse(long amount)
    {
        var left = LimitMicros - Row.SettledMicros;
        var why = left <= 0 ? QuotaRefusal.Exhausted : left < amount ? QuotaRefusal.TooLarge : QuotaRefusal.InFlight;
        return new(QuotaOutcome.Refused, why, Key, left);
    }

    public void Configure(long limit)
    {
        if (Row.ConfiguredMicros != limit)
        {
            Row.ConfiguredMicros = limit;
            IsChanged = true;
        }
    }

    /// <summary>Changes what is held. The sum of holds stays below the limit, so it can't overflow.</summary>
    public void Hold(long difference)
    {
        Row.HeldMicros += difference;
        IsChanged = true;
    }

    public void Settle(long actual)
    {
        Row.SettledMicros += actual;
        IsChanged = true;
    }
}
