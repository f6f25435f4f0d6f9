namespace OneApi.Client.Pricing;

/// <summary>The money side of a snapshot: prices, rates, and what holds where nothing is known. Immutable.</summary>
internal sealed class SnapshotPrices
{
    private readonly PriceBook _book;
    private readonly CurrencyRates _rates;
    private readonly Price? _unknown;

    public SnapshotPrices(OneApiOptions options)
    {
        List<string> errors = []; // the configuration was checked before
        _book = PriceBook.Read(options.Prices, "OneApi:Prices", errors);
        _rates = CurrencyRates.Read(options.Currencies, errors);
        DefaultOutputTokens = options.Pricing.DefaultOutputTokens;
        _unknown = options.Pricing switch
        {
            { Unknown: UnknownPrice.Free } => Price.Free,
            { Unknown: UnknownPrice.Default, DefaultPrice: { } price } => PriceReader.Read(price, "OneApi:Pricing:Unknown", errors),
            _ => null,
        };
    }

    /// <summary>Gets how many tokens of output are set aside for a call that names no maximum.</summary>
    public int DefaultOutputTokens { get; }

    /// <summary>What callers are charged for a public model: the configured price, else the list price of the first channel that has one, else what holds for unknown ones.</summary>
    public Price? PriceOf(string model, IEnumerable<(string Provider, string WireModel)> served)
    {
        if (_book.Find(model) is { } configured)
        {
            return configured;
        }

        foreach (var (provider, wireModel) in served)
        {
            if (ListPriceOf(provider, wireModel, model) is { } listed)
            {
                return listed;
            }
        }

        return _unknown;
    }

    /// <summary>What a provider charges us: the channel's own price, else the gateway's, else the vendor's list price; null where nobody knows.</summary>
    public Price? CostOf(PriceBook channel, string provider, string wireModel, string model) =>
        channel.Find(model) ?? channel.Find(wireModel) ?? _book.Find(model) ?? ListPriceOf(provider, wireModel, model);

    /// <summary>The amount in micro-dollars, rounded up once, and in the price's own currency where that is another one.</summary>
    public Charge ChargeOf(Price price, in BilledTokens tokens, long ratioPpm = CallCost.OneMillion)
    {
        var pico = CallCost.PicoOf(price, tokens);
        var micros = CallCost.MicrosOf(pico, _rates.Find(price.Currency)!.Value, ratioPpm);
        return new(micros, price.Currency == Price.Dollar ? null : new(price.Currency, CallCost.MicrosOf(pico, ratioPpm: ratioPpm)));
    }

    /// <summary>A price in a currency without a rate can't be charged, so it is not known.</summary>
    private Price? ListPriceOf(string provider, string wireModel, string model) =>
        (ListPrices.Find(provider, wireModel) ?? ListPrices.Find(provider, model)) is { } price && _rates.Find(price.Currency) is not null ? price : null;
}
