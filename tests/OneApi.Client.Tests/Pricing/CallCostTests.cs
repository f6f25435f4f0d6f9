using System.Numerics;
using CsCheck;
using Microsoft.Extensions.AI;
using OneApi.Client.Pricing;

namespace OneApi.Client.Tests.Pricing;

/// <summary>Reliability §1.2: pico per token, summed exactly, rounded up once to micro-dollars. Expected values are worked out by hand.</summary>
public class CallCostTests
{
    /// <summary>claude-sonnet-4-5 as listed: 3, 0.30, 3.75, 15 dollars per million; above 200 000 tokens in, 6, 0.60, 7.50, 22.50.</summary>
    private static readonly Price Sonnet = ListPrices.Find("anthropic", "claude-sonnet-4-5")!;

    private static readonly Gen<BilledTokens> Tokens = Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000]).Select(static (a, b, c, d) =>
        new BilledTokens { Input = a + b + c, CachedInput = a, CacheWrite = b, Output = c + d, Reasoning = d });

    [Fact]
    public void ACall_CostsItsTokensByKind()
    {
        var tokens = new BilledTokens { Input = 1_000, CachedInput = 300, CacheWrite = 200, Output = 100 };

        // 500 × 3 + 300 × 0.3 + 200 × 3.75 + 100 × 15 = 1500 + 90 + 750 + 1500 = 3840 dollars per million tokens.
        Assert.Equal(3_840_000_000, CallCost.PicoOf(Sonnet, tokens));
        Assert.Equal(3_840, CallCost.MicrosOf(CallCost.PicoOf(Sonnet, tokens)));
    }

    [Theory]
    [InlineData(200_000, 600_000)]
    [InlineData(200_001, 1_200_006)]
    public void ALargeInput_HasThePriceOfItsTier(long input, long micros) =>
        Assert.Equal(micros, CallCost.MicrosOf(CallCost.PicoOf(Sonnet, new() { Input = input })));

    [Fact]
    public void KindsWithoutAPrice_CostWhatTheWiderKindCosts()
    {
        var price = new Price { Input = 2, Output = 5 };
        var tokens = new BilledTokens { Input = 10, CachedInput = 3, CacheWrite = 2, AudioInput = 1, Output = 8, Reasoning = 3, AudioOutput = 2 };

        Assert.Equal((10 * 2) + (8 * 5), CallCost.PicoOf(price, tokens));
        Assert.Equal((4 * 2) + (3 * 1) + (2 * 7) + (1 * 11) + (3 * 5) + (3 * 13) + (2 * 17), CallCost.PicoOf(price with { CachedInput = 1, CacheWrite = 7, AudioInput = 11, Reasoning = 13, AudioOutput = 17 }, tokens));
    }

    [Fact]
    public void ACall_AndItsImages_CanHaveAPriceOfTheirOwn() =>
        Assert.Equal(10_000 + (3 * 40_000), CallCost.MicrosOf(CallCost.PicoOf(Price.Free with { PerCall = 10_000_000_000, PerImage = 40_000_000_000 }, new() { Images = 3, Input = 99 })));

    [Theory]
    [InlineData(0, 1_000_000, 1_000_000, 0)]
    [InlineData(1, 1_000_000, 1_000_000, 1)]
    [InlineData(1_000_000, 1_000_000, 1_000_000, 1)]
    [InlineData(1_000_001, 1_000_000, 1_000_000, 2)]
    [InlineData(1_000_000, 140_000, 1_000_000, 1)]
    [InlineData(10_000_000, 140_000, 1_200_000, 2)]
    [InlineData(10_000_000, 140_000, 0, 0)]
    public void Charge_IsRoundedUpOnce(long pico, long rate, long ratio, long expected) => Assert.Equal(expected, CallCost.MicrosOf(pico, rate, ratio));

    [Fact]
    public void Charge_IsTheCeiling_WhateverTheNumbers() => Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, 10_000_000], Gen.Long[0, 100_000_000]).Sample((pico, rate, ratio) =>
    {
        var expected = BigInteger.DivRem((BigInteger)pico * rate * ratio, BigInteger.Pow(10, 18), out var rest) + (rest.IsZero ? 0 : 1);

        return CallCost.MicrosOf(pico, rate, ratio) == (expected > long.MaxValue ? long.MaxValue : (long)expected);
    });

    [Fact]
    public void WhatNoAccountHolds_IsTheLargestCharge_NeverASmallOne() => Assert.Equal(long.MaxValue, CallCost.MicrosOf(Int128.MaxValue, 2_000_000, 2_000_000));

    [Fact]
    public void MoreTokens_NeverCostLess() => Gen.Select(Tokens, Gen.Long[0, 300_000]).Sample(static (tokens, more) =>
        CallCost.PicoOf(Sonnet, tokens with { Input = tokens.Input + more, Output = tokens.Output + more }) >= CallCost.PicoOf(Sonnet, tokens));

    [Fact]
    public void Usage_IsReadByKind()
    {
        var usage = new UsageDetails
        {
            InputTokenCount = 100, CachedInputTokenCount = 40, OutputTokenCount = 30, ReasoningTokenCount = 10,
            AdditionalCounts = new() { ["cache_creation_input_tokens"] = 20, ["prompt_tokens_details.audio_tokens"] = 5, ["completion_tokens_details.audio_tokens"] = 7 },
        };

        Assert.Equal(new BilledTokens { Input = 100, CachedInput = 40, CacheWrite = 20, AudioInput = 5, Output = 30, Reasoning = 10, AudioOutput = 7 }, BilledTokens.Of(usage));
    }

    [Fact]
    public void Usage_ThatCannotBe_StaysInItsBounds()
    {
        var usage = new UsageDetails { InputTokenCount = 10, CachedInputTokenCount = 40, OutputTokenCount = -3, ReasoningTokenCount = 10, AdditionalCounts = new() { ["cache_creation_input_tokens"] = -20 } };

        Assert.Equal(new BilledTokens { Input = 10, CachedInput = 10 }, BilledTokens.Of(usage));
        Assert.Equal(default, BilledTokens.Of(new()));
    }

    /// <summary>What a broken or hostile provider reports must not come out below zero: 2⁶³ tokens at 2⁶³ pico, three times over, do not fit 128 bits.</summary>
    [Fact]
    public void NumbersPastAllMoney_AreTheLargestCharge_NeverANegativeOne()
    {
        var price = new Price { Input = long.MaxValue, Output = long.MaxValue, PerImage = long.MaxValue };
        var tokens = new BilledTokens { Input = long.MaxValue, Output = long.MaxValue, Images = long.MaxValue };

        Assert.Equal(long.MaxValue, CallCost.MicrosOf(CallCost.PicoOf(price, tokens)));
    }
}
