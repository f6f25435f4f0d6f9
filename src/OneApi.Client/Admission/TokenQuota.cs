namespace OneApi.Client;

/// <summary>How the accounts of an access token stand.</summary>
/// <param name="Total">What it may spend in all; <see langword="null"/> where nothing limits that.</param>
/// <param name="Daily">What it may spend in the day at hand of its time zone; <see langword="null"/> where nothing limits that.</param>
/// <param name="Monthly">What it may spend in the month at hand of its time zone; <see langword="null"/> where nothing limits that.</param>
public sealed record TokenQuota(QuotaStanding? Total, QuotaStanding? Daily, QuotaStanding? Monthly);
