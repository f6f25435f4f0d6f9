namespace OneApi.Client;

/// <summary>One account of a call's chain.</summary>
/// <param name="Key">Its key. A period (a day, a month) is part of it, so that a new period is a new account and nothing is ever reset.</param>
/// <param name="LimitMicros">The limit that the configuration gives it, in micro-dollars: such an account springs up at its first use. <see langword="null"/> means that the limit is the store's own (<see cref="IQuotaStore.AdjustAsync"/>), and that a missing account refuses.</param>
public readonly record struct QuotaAccount(string Key, long? LimitMicros = null);
