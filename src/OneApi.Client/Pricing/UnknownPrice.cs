namespace OneApi.Client;

/// <summary>What becomes of a call with a quota when its model has no known price.</summary>
public enum UnknownPrice
{
    /// <summary>It is refused with <see cref="OneApiErrorKind.PriceUnknown"/> before any provider is called.</summary>
    Refuse = 0,

    /// <summary>It costs nothing.</summary>
    Free,

    /// <summary>It costs <see cref="PricingOptions.DefaultPrice"/>.</summary>
    Default,
}
