using OneApi.Client.Pricing;

namespace OneApi.Client.DependencyInjection;

/// <summary>Checks everything in the configuration that has to do with money, tokens and limits.</summary>
internal static class MoneyCheck
{
    private const int PepperBytes = 32;
    private static readonly TimeSpan ShortestHold = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    public static void Check(OneApiOptions options, Func<int, string> pathOfChannel, List<string> errors)
    {
        var rates = CurrencyRates.Read(options.Currencies, errors);
        CheckPrices(options.Prices, "OneApi:Prices", rates, errors);
        for (var i = 0; i < options.Channels.Count; i++)
        {
            CheckPrices(options.Channels[i].Prices, pathOfChannel(i) + ":Prices", rates, errors);
            CheckLimits(options.Channels[i].Limits, pathOfChannel(i) + ":Limits", errors);
        }

        foreach (var (name, group) in options.Groups)
        {
            CheckGroup(group, $"OneApi:Groups:{name}", errors);
        }

        CheckPricing(options.Pricing, rates, errors);
        CheckTokens(options.Tokens, errors);
        CheckQuotas(options.Quotas, errors);
        if (options.Ledger.MemoryRecords < 1)
        {
            errors.Add($"OneApi:Ledger:MemoryRecords: is {options.Ledger.MemoryRecords}; use 1 or more.");
        }
    }

    private static void CheckPrices(IDictionary<string, PriceConfig> prices, string path, CurrencyRates rates, List<string> errors)
    {
        NameChecks.CheckKeys(prices.Keys, path, errors);
        foreach (var (model, price) in prices)
        {
            CheckPrice(price, $"{path}:{model}", rates, errors);
        }
    }

    private static void CheckPrice(PriceConfig price, string path, CurrencyRates rates, List<string> errors)
    {
        var read = PriceReader.Read(price, path, errors);
        if (rates.Find(read.Currency) is null)
        {
            errors.Add($"{path}:Currency: '{read.Currency}' has no rate; give the dollars for one {read.Currency} in OneApi:Currencies:{read.Currency}.");
        }
    }

    private static void CheckGroup(GroupConfig group, string path, List<string> errors)
    {
        if (!DecimalText.TryParse(group.PriceRatio ?? "", DecimalText.PerMillionDigits, out _, out var error))
        {
            errors.Add($"{path}:PriceRatio: '{group.PriceRatio}' {error}.");
        }

        CheckLimits(group.Limits, path + ":Limits", errors);
    }

    private static void CheckLimits(RateLimits limits, string path, List<string> errors)
    {
        CheckLimit(limits.RequestsPerMinute, path + ":RequestsPerMinute", errors);
        CheckLimit(limits.TokensPerMinute, path + ":TokensPerMinute", errors);
        CheckLimit(limits.Concurrency, path + ":Concurrency", errors);
    }

    private static void CheckLimit(long? limit, string path, List<string> errors)
    {
        if (limit is < 1)
        {
            errors.Add($"{path}: is {limit}; use 1 or more, or leave it out for no limit.");
        }
    }

    private static void CheckPricing(PricingOptions pricing, CurrencyRates rates, List<string> errors)
    {
        if (pricing.DefaultOutputTokens < 1)
        {
            errors.Add($"OneApi:Pricing:DefaultOutputTokens: is {pricing.DefaultOutputTokens}; use 1 or more.");
        }

        if (pricing.DefaultPrice is { } price)
        {
            CheckPrice(price, "OneApi:Pricing:Unknown", rates, errors);
        }
        else if (pricing.Unknown is UnknownPrice.Default)
        {
            errors.Add("OneApi:Pricing:Unknown: names no price; give one such as { \"Input\": \"1\", \"Output\": \"3\" }.");
        }
    }

    private static void CheckTokens(TokenOptions tokens, List<string> errors)
    {
        if (tokens.Pepper is { } pepper && System.Text.Encoding.UTF8.GetByteCount(pepper) < PepperBytes)
        {
            errors.Add($"OneApi:Tokens:Pepper: has fewer than {PepperBytes} bytes; use {PepperBytes} random ones or more.");
        }

        if (tokens.Brand is not { Length: >= 1 and <= 12 } brand || !brand.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)))
        {
            errors.Add($"OneApi:Tokens:Brand: '{tokens.Brand}' is not a brand; use 1 to 12 letters in lower case and digits.");
        }
    }

    private static void CheckQuotas(QuotaOptions quotas, List<string> errors)
    {
        if (quotas.HoldLifetime < ShortestHold || quotas.HoldLifetime > LongestHold)
        {
            errors.Add($"OneApi:Quotas:HoldLifetime: is {quotas.HoldLifetime}; use a time from {ShortestHold} to {LongestHold.TotalHours:0} hours.");
        }

        if (quotas.FailOpenCapMicros < 0)
        {
            errors.Add($"OneApi:Quotas:FailOpenCapMicros: is {quotas.FailOpenCapMicros}; use 0 or more.");
        }

        if (quotas.WhenUnavailable is StoreFailure.FailOpen && quotas.FailOpenCapMicros == 0)
        {
            errors.Add("OneApi:Quotas:FailOpenCapMicros: is missing; FailOpen needs the most that may be spent unchecked, in micro-dollars.");
        }
    }
}
