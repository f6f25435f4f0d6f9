using OneApi.Client.Pricing;
using OneApi.Client.Providers;

namespace OneApi.Client.Tests.Pricing;

public class ListPricesTests
{
    /// <summary>Figures of the published lists, per million tokens × 1 000 000.</summary>
    [Theory]
    [InlineData("openai", "gpt-4o", 2_500_000, 10_000_000)]
    [InlineData("openai", "gpt-4o-2024-08-06", 2_500_000, 10_000_000)]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", 3_000_000, 15_000_000)]
    [InlineData("anthropic", "claude-3-5-haiku-20241022", 800_000, 4_000_000)]
    [InlineData("gemini", "gemini-2.5-pro", 1_250_000, 10_000_000)]
    public void CommonModels_AreListed(string provider, string model, long input, long output)
    {
        var price = ListPrices.Find(provider, model)!;

        Assert.Equal((input, output, "USD", "genai-prices", new DateOnly(2026, 8, 21)), (price.Input, price.Output, price.Currency, price.Source, price.AsOf));
    }

    [Fact]
    public void AFeePerRequest_IsPartOfThePrice() => Assert.Equal(12_000_000_000, ListPrices.Find("perplexity", "sonar")!.PerCall);

    [Fact]
    public void RowsThatStateTheInputOnly_AreRough()
    {
        var price = ListPrices.Find("wenxin", "ERNIE-4.0-8K")!;

        Assert.Equal(("CNY", 120_000_000, 120_000_000, true), (price.Currency, price.Input, price.Output, price.IsRough));
    }

    [Theory]
    [InlineData("openai", "gpt-4o-maxi")]
    [InlineData("nobody", "gpt-4o")]
    [InlineData("anthropic", "")]
    public void WhatNobodyLists_HasNoPrice(string provider, string model) => Assert.Null(ListPrices.Find(provider, model));

    [Fact]
    public void EveryRow_IsOfAKnownCurrency_WithItsSource() => Assert.All(ListPrices.All, static row =>
    {
        Assert.Contains(row.Price.Currency, (string[])["USD", "CNY"]);
        Assert.False(string.IsNullOrEmpty(row.Price.Source));
        Assert.Equal(row.Price.Tiers.Select(static tier => tier.AboveInputTokens).Order(), row.Price.Tiers.Select(static tier => tier.AboveInputTokens));
    });

    /// <summary>Providers whose rows wait for their wire.</summary>
    private static readonly string[] ToCome = ["bedrock", "voyage", "wenxin"];

    [Fact]
    public void EveryProvider_IsOneOfTheCatalogue() =>
        Assert.Empty(ListPrices.All.Select(static row => row.Provider).Distinct().Where(static id => ProviderCatalogue.Find(id) is null).Except(ToCome));
}
