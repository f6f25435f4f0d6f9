namespace OneApi.Client;

/// <summary>How money is set aside for calls, and what happens when the quota store can't be reached.</summary>
public sealed class QuotaOptions
{
    /// <summary>Gets or sets how long a call's money stays set aside when nothing more is heard of the call, as after a crash. Calls that take longer prolong it.</summary>
    /// <value>The default is 10 minutes; 10 seconds to a day.</value>
    public TimeSpan HoldLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets what becomes of calls with a quota while the store can't be reached.</summary>
    /// <value>The default is <see cref="StoreFailure.FailClosed"/>.</value>
    public StoreFailure WhenUnavailable { get; set; } = StoreFailure.FailClosed;

    /// <summary>Gets or sets how much all calls together may cost, in micro-dollars, that were let through unchecked since the store was last heard of; with <see cref="StoreFailure.FailOpen"/> only.</summary>
    /// <value>The default is 0: none.</value>
    public long FailOpenCapMicros { get; set; }
}
