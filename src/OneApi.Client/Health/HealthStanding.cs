namespace OneApi.Client.Health;

/// <summary>How something stands; the default is ready.</summary>
/// <param name="Reason">Why it rests, or none.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">From when on it may be tried.</param>
/// <param name="Left">How long that is from now; zero when it may be tried at once.</param>
/// <param name="IsProbed">Whether a call tries it at this moment.</param>
internal readonly record struct HealthStanding(HealthReason Reason, DateTimeOffset Since, DateTimeOffset Until, TimeSpan Left, bool IsProbed)
{
    public bool IsReady => Reason is HealthReason.None;

    /// <summary>Gets a value indicating whether a call may be the one that tries it.</summary>
    /// <summary>Gets a value indicating whether asking again is of no use: it is refused for certain.</summary>
    public bool IsDead => Reason is HealthReason.KeyRefused or HealthReason.AccountEmpty or HealthReason.SwitchedOff;

    public bool MayEnter => IsReady || (Left == TimeSpan.Zero && !IsProbed);

    /// <summary>The one that is ready, or the first to be.</summary>
    public static HealthStanding Better(in HealthStanding one, in HealthStanding other) => one.IsReady || (!other.IsReady && one.CompareTo(other) <= 0) ? one : other;

    /// <summary>The one that has to be waited for longer.</summary>
    public static HealthStanding Worse(in HealthStanding one, in HealthStanding other) => other.IsReady || (!one.IsReady && one.CompareTo(other) >= 0) ? one : other;

    private int CompareTo(in HealthStanding other) => IsDead != other.IsDead ? IsDead.CompareTo(other.IsDead) : Left.CompareTo(other.Left);
}
