using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OneApi.Client.Pricing;

/// <summary>The vendors' published prices that come with the package, by provider and model name on the wire; each with its source and date. Read once, when first asked.</summary>
internal static partial class ListPrices
{
    private const string Resource = "OneApi.Client.Pricing.ListPrices.tsv";
    private static readonly Lazy<FrozenDictionary<string, FrozenDictionary<string, Price>>> ByProvider = new(Load);

    public static IEnumerable<(string Provider, string Model, Price Price)> All => ByProvider.Value.SelectMany(static provider => provider.Value.Select(row => (provider.Key, row.Key, row.Value)));

    /// <summary>The list price, or null where nobody states one. A dated or "latest" name has the price of the plain one.</summary>
    public static Price? Find(string provider, string model)
    {
        if (!ByProvider.Value.TryGetValue(provider, out var models))
        {
            return null;
        }

        if (models.GetValueOrDefault(model) is { } exact)
        {
            return exact;
        }

        var plain = DatedName().Match(model) is { Success: true } dated ? dated.Groups[1].Value : model;
        return models.GetValueOrDefault(plain) ?? models.GetValueOrDefault(plain + "-latest");
    }

    private static FrozenDictionary<string, FrozenDictionary<string, Price>> Load()
    {
        var byProvider = new Dictionary<string, Dictionary<string, Price>>(StringComparer.OrdinalIgnoreCase);
        using var stream = typeof(ListPrices).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var cells = line.Split('\t');
            if (!byProvider.TryGetValue(cells[0], out var models))
            {
                byProvider[cells[0]] = models = new(StringComparer.OrdinalIgnoreCase);
            }

            models.Add(cells[1], PriceOf(cells));
        }

        return byProvider.ToFrozenDictionary(static provider => provider.Key, static provider => provider.Value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }

    private static Price PriceOf(string[] cells)
    {
        var input = Token(cells[3]);
        var output = Token(cells[6]);
        return new()
        {
            Currency = cells[2],
            Input = input ?? 0,
            CachedInput = Token(cells[4]),
            CacheWrite = Token(cells[5]),
            Output = output ?? input ?? 0,
            AudioInput = Token(cells[7]),
            AudioOutput = Token(cells[8]),
            PerCall = cells[9].Length == 0 ? 0 : Parse(cells[9], DecimalText.PicoDigits) / 1000,
            Tiers = [.. cells[10].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(TierOf)],
            Source = cells[11],
            AsOf = DateOnly.ParseExact(cells[12], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            IsRough = output is null && cells[2] != Price.Dollar,
        };
    }

    private static PriceTier TierOf(string text)
    {
        var parts = text.Split(':', '/');
        return new(long.Parse(parts[0], CultureInfo.InvariantCulture), Token(parts[1]), Token(parts[2]), Token(parts[3]), Token(parts[4]));
    }

    private static long? Token(string text) => text.Length == 0 ? null : Parse(text, DecimalText.PerMillionDigits);

    private static long Parse(string text, int digits) =>
        DecimalText.TryParse(text, digits, out var value, out var error) ? value : throw new InvalidDataException($"A list price {error}: {text}");

    /// <summary>A name that ends in <c>-20250929</c>, <c>@20250929</c>, <c>-2025-09-29</c> or <c>-latest</c>.</summary>
    [GeneratedRegex(@"^(.+?)(?:[-@]20\d{6}|-20\d\d-\d\d-\d\d|-latest)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DatedName();
}
