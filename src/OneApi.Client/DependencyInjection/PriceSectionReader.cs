using Microsoft.Extensions.Configuration;
using static OneApi.Client.DependencyInjection.SectionValues;

namespace OneApi.Client.DependencyInjection;

/// <summary>Reads prices: a map from the model, or a list whose items name it, because a key can't hold a colon.</summary>
internal static class PriceSectionReader
{
    public static void Read(IConfigurationSection section, IDictionary<string, PriceConfig> prices, OneApiOptions options)
    {
        foreach (var child in section.GetChildren())
        {
            var isItem = IsListItem(child);
            var model = isItem ? child["Model"] : child.Key;
            if (string.IsNullOrWhiteSpace(model))
            {
                options.ReadErrors.Add($"{child.Path}:Model: is missing; name the model that the price is for.");
            }
            else if (isItem && prices.ContainsKey(model))
            {
                options.ReadErrors.Add($"{child.Path}:Model: '{model}' has a price already; keep one of them.");
            }
            else if (!string.IsNullOrEmpty(child.Value))
            {
                options.ReadErrors.Add($"{child.Path}: '{child.Value}' is a text where an object is meant; write {{ \"Input\": \"…\", \"Output\": \"…\" }}.");
            }
            else
            {
                prices[model] = ReadOne(child, isItem, options);
            }
        }
    }

    /// <summary>What holds for models without a price: a word, or a price.</summary>
    public static void ReadPricing(IConfigurationSection section, PricingOptions pricing, OneApiOptions options)
    {
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "UNKNOWN" when child.GetChildren().Any():
                    pricing.Unknown = UnknownPrice.Default;
                    pricing.DefaultPrice = ReadOne(child, isItem: false, options);
                    break;
                case "UNKNOWN" when Enum.TryParse<UnknownPrice>(child.Value, ignoreCase: true, out var unknown) && Enum.IsDefined(unknown) && unknown != UnknownPrice.Default:
                    pricing.Unknown = unknown;
                    break;
                case "UNKNOWN":
                    options.ReadErrors.Add($"{child.Path}: '{child.Value}' is not known; use Refuse, Free, or a price such as {{ \"Input\": \"1\", \"Output\": \"3\" }}.");
                    break;
                case "DEFAULTOUTPUTTOKENS":
                    ReadInt(child, options, value => pricing.DefaultOutputTokens = value);
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }
    }

    public static PriceConfig ReadOne(IConfigurationSection section, bool isItem, OneApiOptions options)
    {
        var price = new PriceConfig();
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "INPUT":
                    price.Input = child.Value;
                    break;
                case "CACHEDINPUT":
                    price.CachedInput = child.Value;
                    break;
                case "CACHEWRITE":
                    price.CacheWrite = child.Value;
                    break;
                case "OUTPUT":
                    price.Output = child.Value;
                    break;
                case "REASONING":
                    price.Reasoning = child.Value;
                    break;
                case "AUDIOINPUT":
                    price.AudioInput = child.Value;
                    break;
                case "AUDIOOUTPUT":
                    price.AudioOutput = child.Value;
                    break;
                case "PERIMAGE":
                    price.PerImage = child.Value;
                    break;
                case "PERCALL":
                    price.PerCall = child.Value;
                    break;
                case "CURRENCY":
                    price.Currency = child.Value ?? price.Currency;
                    break;
                case "DEFAULTOUTPUTTOKENS":
                    ReadInt(child, options, value => price.DefaultOutputTokens = value);
                    break;
                case "TIERS":
                    foreach (var tier in child.GetChildren())
                    {
                        price.Tiers.Add(ReadTier(tier, options));
                    }

                    break;
                case "MODEL" when isItem:
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }

        return price;
    }

    private static PriceTierConfig ReadTier(IConfigurationSection section, OneApiOptions options)
    {
        var tier = new PriceTierConfig { Input = section["Input"], CachedInput = section["CachedInput"], CacheWrite = section["CacheWrite"], Output = section["Output"] };
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "ABOVEINPUTTOKENS":
                    ReadInt(child, options, value => tier.AboveInputTokens = value);
                    break;
                case "INPUT" or "CACHEDINPUT" or "CACHEWRITE" or "OUTPUT":
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }

        return tier;
    }
}
