namespace OneApi.Client.Health;

/// <summary>The numbers of reliability §3.</summary>
internal static class HealthRules
{
    /// <summary>Faults in a row that open a breaker.</summary>
    public const int FaultsInARow = 5;

    /// <summary>Calls in the window below which their share of faults says nothing.</summary>
    public const int FewestCalls = 10;

    /// <summary>The longest rest after one that a provider has stated.</summary>
    public static readonly TimeSpan LongestStated = TimeSpan.FromHours(1);

    /// <summary>The window over which faults are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>The first rest after an opening; it doubles with each that follows.</summary>
    public static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(5);

    /// <summary>The longest rest after transient faults.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(20);

    /// <summary>How long a channel rests for a model that it refuses or does not know.</summary>
    public static readonly TimeSpan ModelRest = TimeSpan.FromMinutes(1);

    /// <summary>How often a dead key or an empty account is tried.</summary>
    public static readonly TimeSpan KeyProbe = TimeSpan.FromMinutes(5);

    /// <summary>How long it takes a channel that is back to get its whole share again.</summary>
    public static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(30);

    /// <summary>The share that it begins with.</summary>
    public const double SlowStartShare = 0.1;

    /// <summary>A wait that a call would rather sit out than be refused.</summary>
    public static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(5);
}
