using System.Collections.Frozen;

namespace OneApi.Client.Pricing;

/// <summary>Dollars for one of each currency, in parts per million.</summary>
internal sealed class CurrencyRates
{
    private readonly FrozenDictionary<string, long> _ppm;

    private CurrencyRates(FrozenDictionary<string, long> ppm) => _ppm = ppm;

    /// <summary>The rate, or null for a currency that has none. The dollar's is one.</summary>
    public long? Find(string currency) => currency == Price.Dollar ? CallCost.OneMillion : _ppm.TryGetValue(currency, out var rate) ? rate : null;

    public static CurrencyRates Read(IDictionary<string, string> configured, ICollection<string> errors)
    {
        var rates = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var (currency, text) in configured)
        {
            var path = $"OneApi:Currencies:{currency}";
            if (currency.Length != 3 || !currency.All(char.IsAsciiLetter) || currency.Equals(Price.Dollar, StringComparison.OrdinalIgnoreCase))
            {
                errors.Add($"{path}: is not a currency that needs a rate; use a code of three letters other than USD.");
            }
            else if (!DecimalText.TryParse(text ?? "", DecimalText.PerMillionDigits, out var rate, out var error))
            {
                errors.Add($"{path}: '{text}' {error}; give the dollars for one {currency.ToUpperInvariant()}, such as '0.14'.");
            }
            else if (rate == 0)
            {
                errors.Add($"{path}: is zero; give the dollars for one {currency.ToUpperInvariant()}, such as '0.14'.");
            }
            else
            {
                rates[currency] = rate;
            }
        }

        return new(rates.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }
}
