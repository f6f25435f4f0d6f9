namespace OneApi.Client.Transport;

/// <summary>The time limits of one attempt; null means no limit.</summary>
/// <param name="Connect">From the start until the request goes out: pool, DNS, TCP and TLS.</param>
/// <param name="FirstToken">From the start until the first content of a stream.</param>
/// <param name="Idle">Between two reads of a stream that has begun; any byte counts.</param>
/// <param name="IdleContent">Between two contents of a stream; only content counts.</param>
/// <param name="Total">From the start to the end of the answer, or of what the stream may take before its first content.</param>
/// <param name="TotalEndsWithContent">True when <paramref name="Total"/> no longer holds once content flows.</param>
internal readonly record struct AttemptLimits(
    TimeSpan? Connect,
    TimeSpan? FirstToken,
    TimeSpan? Idle,
    TimeSpan? IdleContent,
    TimeSpan? Total,
    bool TotalEndsWithContent);
