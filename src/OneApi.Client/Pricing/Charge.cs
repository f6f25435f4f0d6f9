namespace OneApi.Client.Pricing;

/// <summary>What somebody pays: micro-dollars, and the same in the price's currency where that is not the dollar.</summary>
internal readonly record struct Charge(long Micros, CurrencyAmount? InCurrency);
