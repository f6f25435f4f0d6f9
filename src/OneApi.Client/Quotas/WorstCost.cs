using OneApi.Client.Gateway;
using OneApi.Client.Pricing;
using OneApi.Client.Routing;

namespace OneApi.Client.Quotas;

/// <summary>The worst reasonable cost of a call: all of its input at the dearest rate, all of the output that it may make, at the dearest of the models that may serve it (reliability §1.2).</summary>
internal static class WorstCost
{
    /// <summary>The tokens that it may use, for limits per minute.</summary>
    public static long TokensOf(Call call) => call.InputTokens + OutputOf(call, PriceOf(call, call.Model));

    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.PriceUnknown"/>: one of the models has no price.</exception>
    public static long MicrosOf(Call call)
    {
        var worst = MicrosOf(call, call.Model);
        if (call.PinnedChannel is not null)
        {
            return worst;
        }

        foreach (var fallback in AttemptPlan.AllFallbacksOf(call))
        {
            if (call.MayUse(fallback) && call.Snapshot.RouteOf(call.Group!, fallback, call.Kind).Candidates.Length > 0)
            {
                worst = Math.Max(worst, MicrosOf(call, fallback));
            }
        }

        return worst;
    }

    /// <summary>How many tokens of output of the asked model an amount pays for, or null when it does not even pay for the input, or output costs nothing.</summary>
    public static long? AffordableOutput(Call call, long micros)
    {
        if (PriceOf(call, call.Model) is not { } price)
        {
            return null;
        }

        long low = 0;
        long high = OutputOf(call, price);
        if (high == 0 || MicrosOf(call, price, low) > micros)
        {
            return null;
        }

        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = MicrosOf(call, price, middle) <= micros ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The most that a call would cost us at a provider with a price; null when it has none.</summary>
    public static long? AtProvider(Call call, Price? price) => price is null ? null : MicrosOf(call, price, OutputOf(call, price), Pricing.CallCost.OneMillion);

    private static long MicrosOf(Call call, string model)
    {
        var price = PriceOf(call, model) ?? throw new OneApiException(OneApiErrorKind.PriceUnknown)
        {
            ProviderCode = "price_unknown",
            ProviderMessage = $"Model '{model}' has no price; set OneApi:Prices:{model}, or OneApi:Pricing:Unknown.",
        };
        return MicrosOf(call, price, OutputOf(call, price));
    }

    private static long MicrosOf(Call call, Price price, long output) => MicrosOf(call, price, output, call.Group!.PriceRatioPpm);

    private static long MicrosOf(Call call, Price price, long output, long ratioPpm)
    {
        var holds = price.For(call.InputTokens);
        var dearest = holds with
        {
            Input = Math.Max(holds.Input, Math.Max(holds.CachedInput ?? 0, holds.CacheWrite ?? 0)),
            CachedInput = null,
            CacheWrite = null,
            Output = Math.Max(holds.Output, holds.Reasoning ?? 0),
            Reasoning = null,
        };
        var tokens = new BilledTokens { Input = call.InputTokens, Output = output, Images = call.WantedImages };
        return call.Snapshot.Prices.ChargeOf(dearest, tokens, ratioPpm).Micros;
    }

    private static Price? PriceOf(Call call, string model) => call.Snapshot.PriceOf(call.Group!, model, call.Kind, call.PinnedChannel);

    /// <summary>Below zero is no maximum: some servers take -1 for "as much as fits".</summary>
    private static long OutputOf(Call call, Price? price) =>
        call.MaxOutputTokens is >= 0 and var most ? most : (call.Kind is CallKind.Images ? 0 : price?.DefaultOutputTokens ?? call.Snapshot.Prices.DefaultOutputTokens);
}
