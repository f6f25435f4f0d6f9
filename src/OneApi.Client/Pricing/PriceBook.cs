using System.Collections.Frozen;
using OneApi.Client.Channels;

namespace OneApi.Client.Pricing;

/// <summary>Configured prices by public model name: the exact name first, then the pattern with the most letters.</summary>
internal sealed class PriceBook
{
    public static readonly PriceBook Empty = new([]);
    private readonly FrozenDictionary<string, Price> _exact;
    private readonly (string Pattern, Price Price)[] _patterns;

    private PriceBook(List<(string Model, Price Price)> prices)
    {
        _exact = prices.Where(static entry => !IsPattern(entry.Model)).ToFrozenDictionary(static entry => entry.Model, static entry => entry.Price, StringComparer.OrdinalIgnoreCase);
        _patterns = [.. prices.Where(static entry => IsPattern(entry.Model)).OrderByDescending(static entry => entry.Model.Count(static letter => letter != '*')).ThenBy(static entry => entry.Model, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Gets every configured price, for what must hold for all of them.</summary>
    public IEnumerable<(string Model, Price Price)> All => _exact.Select(static entry => (entry.Key, entry.Value)).Concat(_patterns);

    public static PriceBook Read(IDictionary<string, PriceConfig> prices, string path, ICollection<string> errors)
    {
        var read = new List<(string, Price)>(prices.Count);
        foreach (var (model, config) in prices)
        {
            read.Add((model, PriceReader.Read(config, $"{path}:{model}", errors)));
        }

        return read.Count == 0 ? Empty : new(read);
    }

    public Price? Find(string model)
    {
        if (_exact.TryGetValue(model, out var price))
        {
            return price;
        }

        foreach (var (pattern, priced) in _patterns)
        {
            if (ModelPattern.Matches(pattern, model))
            {
                return priced;
            }
        }

        return null;
    }

    private static bool IsPattern(string model) => model.Contains('*', StringComparison.Ordinal);
}
