namespace OneApi.Client.Pricing;

/// <summary>Turns a configured price into integers, and finds every error in it.</summary>
internal static class PriceReader
{
    public static Price Read(PriceConfig config, string path, ICollection<string> errors)
    {
        if (config.Input is null && config.Output is null && config.PerCall is null && config.PerImage is null)
        {
            errors.Add($"{path}: names no price; set at least one of Input, Output, PerImage and PerCall (\"0\" is free).");
        }

        if (config.DefaultOutputTokens is < 1)
        {
            errors.Add($"{path}:DefaultOutputTokens: is {config.DefaultOutputTokens}; use 1 or more.");
        }

        return new()
        {
            Currency = CurrencyOf(config.Currency, path, errors),
            Input = Token(config.Input, path + ":Input", errors) ?? 0,
            CachedInput = Token(config.CachedInput, path + ":CachedInput", errors),
            CacheWrite = Token(config.CacheWrite, path + ":CacheWrite", errors),
            Output = Token(config.Output, path + ":Output", errors) ?? 0,
            Reasoning = Token(config.Reasoning, path + ":Reasoning", errors),
            AudioInput = Token(config.AudioInput, path + ":AudioInput", errors),
            AudioOutput = Token(config.AudioOutput, path + ":AudioOutput", errors),
            PerImage = Parse(config.PerImage, DecimalText.PicoDigits, path + ":PerImage", errors) ?? 0,
            PerCall = Parse(config.PerCall, DecimalText.PicoDigits, path + ":PerCall", errors) ?? 0,
            Tiers = TiersOf(config.Tiers, path + ":Tiers", errors),
            DefaultOutputTokens = config.DefaultOutputTokens,
        };
    }

    private static string CurrencyOf(string? currency, string path, ICollection<string> errors)
    {
        if (currency is { Length: 3 } && currency.All(char.IsAsciiLetter))
        {
            return currency.ToUpperInvariant();
        }

        errors.Add($"{path}:Currency: '{currency}' is not a currency; use a code of three letters such as 'USD' or 'CNY'.");
        return Price.Dollar;
    }

    private static PriceTier[] TiersOf(IList<PriceTierConfig> tiers, string path, ICollection<string> errors)
    {
        var read = new PriceTier[tiers.Count];
        for (var i = 0; i < read.Length; i++)
        {
            var tier = tiers[i];
            var at = $"{path}:{i}";
            if (tier.AboveInputTokens < 1 || tiers.Take(i).Any(other => other.AboveInputTokens == tier.AboveInputTokens))
            {
                errors.Add($"{at}:AboveInputTokens: is {tier.AboveInputTokens}; use 1 or more, and every mark once.");
            }

            read[i] = new(
                tier.AboveInputTokens,
                Token(tier.Input, at + ":Input", errors),
                Token(tier.CachedInput, at + ":CachedInput", errors),
                Token(tier.CacheWrite, at + ":CacheWrite", errors),
                Token(tier.Output, at + ":Output", errors));
        }

        return [.. read.OrderBy(static tier => tier.AboveInputTokens)];
    }

    private static long? Token(string? text, string path, ICollection<string> errors) => Parse(text, DecimalText.PerMillionDigits, path, errors);

    private static long? Parse(string? text, int digits, string path, ICollection<string> errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DecimalText.TryParse(text, digits, out var value, out var error))
        {
            return value;
        }

        errors.Add($"{path}: '{text}' {error}.");
        return null;
    }
}
