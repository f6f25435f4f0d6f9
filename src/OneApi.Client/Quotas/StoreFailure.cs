namespace OneApi.Client;

/// <summary>What becomes of calls with a quota while the quota store can't be reached.</summary>
public enum StoreFailure
{
    /// <summary>They are refused.</summary>
    FailClosed = 0,

    /// <summary>They are let through up to <see cref="QuotaOptions.FailOpenCapMicros"/>, logged and counted, and charged when the store is back.</summary>
    FailOpen,
}
