namespace OneApi.Client;

/// <summary>An amount of money in any currency.</summary>
/// <param name="Currency">The currency's ISO 4217 code, such as <c>CNY</c>.</param>
/// <param name="Micros">The amount in millionths of the currency, rounded up.</param>
public sealed record CurrencyAmount(string Currency, long Micros);
