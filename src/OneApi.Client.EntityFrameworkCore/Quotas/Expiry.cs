namespace OneApi.Client.EntityFrameworkCore.Quotas;

/// <summary>When holds end, in UTC ticks.</summary>
internal static class Expiry
{
    /// <summary>Adds a lifetime to a moment; one that no calendar holds ends with the calendar.</summary>
    public static long After(long now, TimeSpan lifetime) => lifetime.Ticks > DateTime.MaxValue.Ticks - now ? DateTime.MaxValue.Ticks : now + lifetime.Ticks;
}
