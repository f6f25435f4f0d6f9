using OneApi.Client.Pricing;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.Pricing;

/// <summary>Prices, rates, ratios and limits as they stand in the configuration: what they come to, and what is wrong with them.</summary>
public sealed class PriceConfigurationTests
{
    private const string Channel = """ "Channels": [ { "Name": "c", "Provider": "stub" } ] """;

    private static Price? PriceOf(TestGateway gateway, string model) => gateway.Snapshot.PriceOf(gateway.Snapshot.Groups["default"], model, OneApi.Client.Routing.CallKind.Chat);

    [Fact]
    public async Task EveryField_IsRead()
    {
        await using var gateway = TestGateway.Of($$"""
            { "OneApi": { {{Channel}}, "Currencies": { "CNY": "0.14" },
                "Prices": { "m": { "Input": "1.60", "CachedInput": "0.64", "CacheWrite": "2", "Output": "6.40", "Reasoning": "7", "AudioInput": "8", "AudioOutput": "9",
                    "PerImage": "0.04", "PerCall": "0.000000000001", "Currency": "cny", "DefaultOutputTokens": 1000,
                    "Tiers": [ { "AboveInputTokens": 200000, "Output": "12" }, { "AboveInputTokens": 128000, "Input": "3" } ] } } } }
            """);

        var price = PriceOf(gateway, "m")!;

        Assert.Equal(
            (1_600_000L, 640_000L, 2_000_000L, 6_400_000L, 7_000_000L, 8_000_000L, 9_000_000L),
            (price.Input, price.CachedInput!.Value, price.CacheWrite!.Value, price.Output, price.Reasoning!.Value, price.AudioInput!.Value, price.AudioOutput!.Value));
        Assert.Equal((40_000_000_000L, 1L, "CNY", 1000), (price.PerImage, price.PerCall, price.Currency, price.DefaultOutputTokens!.Value));
        Assert.Equal((1_600_000L, 3_000_000L, 3_000_000L), (price.For(128_000).Input, price.For(128_001).Input, price.For(200_001).Input));
        Assert.Equal((6_400_000L, 12_000_000L), (price.For(200_000).Output, price.For(200_001).Output));
    }

    [Fact]
    public async Task TheListForm_HoldsNamesWithColons()
    {
        await using var gateway = TestGateway.Of($$"""{ "OneApi": { {{Channel}}, "Prices": [ { "Model": "llama3:8b", "Input": "1", "Output": "2" } ] } }""");

        Assert.Equal((1_000_000L, 2_000_000L), (PriceOf(gateway, "llama3:8b")!.Input, PriceOf(gateway, "llama3:8b")!.Output));
    }

    [Fact]
    public async Task TheExactName_WinsOverPatterns_AndTheLongestPatternOverOthers()
    {
        await using var gateway = TestGateway.Of($$"""
            { "OneApi": { {{Channel}}, "Prices": { "*": { "PerCall": "1" }, "qwen-*": { "PerCall": "2" }, "qwen-max*": { "PerCall": "3" }, "QWEN-MAX": { "PerCall": "4" } } } }
            """);

        Assert.Equal([1L, 2, 3, 4], ((string[])["gpt", "qwen-plus", "qwen-max-2", "qwen-max"]).Select(model => PriceOf(gateway, model)!.PerCall / 1_000_000_000_000));
    }

    [Fact]
    public async Task RatiosAndLimits_AreRead_AndFollowTheConfiguration()
    {
        var configuration = EditableConfiguration.Of($$"""
            { "OneApi": { "Groups": { "default": { "PriceRatio": 0.8, "Limits": { "RequestsPerMinute": 10, "TokensPerMinute": 5000000000, "Concurrency": 3 } } },
                "Channels": [ { "Name": "c", "Provider": "stub", "Limits": { "Concurrency": 64 }, "Prices": { "m": { "Input": "1" } } } ] } }
            """);
        await using var gateway = TestGateway.Of(configuration);

        Assert.Equal((800_000L, new RateLimits { RequestsPerMinute = 10, TokensPerMinute = 5_000_000_000, Concurrency = 3 }), (gateway.Snapshot.Groups["default"].PriceRatioPpm, gateway.Snapshot.Groups["default"].Limits));
        Assert.Equal((64, 1_000_000L), (gateway.Snapshot.ByName["c"].Limits.Concurrency!.Value, gateway.Snapshot.ByName["c"].Prices.Find("m")!.Input));
        Assert.Empty(gateway.Logs.Of(1404));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { """ "Prices": { "m": { "Input": "1,5" } } """, "OneApi:Prices:m:Input: '1,5' is not a decimal" },
        { """ "Prices": { "m": { "Input": "-1" } } """, "OneApi:Prices:m:Input: '-1' is not a decimal" },
        { """ "Prices": { "m": { "Input": "1e-3" } } """, "OneApi:Prices:m:Input: '1e-3' is not a decimal" },
        { """ "Prices": { "m": { "Output": "0.0000001" } } """, "OneApi:Prices:m:Output: '0.0000001' has more than 6 digits" },
        { """ "Prices": { "m": { "Input": "99999999999999999999" } } """, "OneApi:Prices:m:Input: '99999999999999999999' is too large" },
        { """ "Prices": { "m": { "Currency": "USD" } } """, "OneApi:Prices:m: names no price" },
        { """ "Prices": { "m": { "Input": "1", "Currency": "EUR" } } """, "OneApi:Prices:m:Currency: 'EUR' has no rate; give the dollars for one EUR in OneApi:Currencies:EUR" },
        { """ "Prices": { "m": { "Input": "1", "Currency": "dollars" } } """, "OneApi:Prices:m:Currency: 'dollars' is not a currency" },
        { """ "Prices": { "m": "1.60" } """, "OneApi:Prices:m: '1.60' is a text where an object is meant" },
        { """ "Prices": [ { "Input": "1" } ] """, "OneApi:Prices:0:Model: is missing" },
        { """ "Prices": [ { "Model": "m", "Input": "1" }, { "Model": "M", "Input": "2" } ] """, "OneApi:Prices:1:Model: 'M' has a price already" },
        { """ "Prices": { "m": { "Input": "1", "Tiers": [ { "AboveInputTokens": 0 } ] } } """, "OneApi:Prices:m:Tiers:0:AboveInputTokens: is 0" },
        { """ "Prices": { "m": { "Input": "1", "DefaultOutputTokens": "many" } } """, "OneApi:Prices:m:DefaultOutputTokens: 'many' is not a whole number" },
        { """ "Currencies": { "CNY": "0" } """, "OneApi:Currencies:CNY: is zero" },
        { """ "Currencies": { "USD": "1" } """, "OneApi:Currencies:USD: is not a currency that needs a rate" },
        { """ "Currencies": { "CNY": "zero point one" } """, "OneApi:Currencies:CNY: 'zero point one' is not a decimal" },
        { """ "Pricing": { "Unknown": "Guess" } """, "OneApi:Pricing:Unknown: 'Guess' is not known; use Refuse, Free, or a price" },
        { """ "Pricing": { "Unknown": "Default" } """, "OneApi:Pricing:Unknown: 'Default' is not known" },
        { """ "Pricing": { "Unknown": { "Input": "x" } } """, "OneApi:Pricing:Unknown:Input: 'x' is not a decimal" },
        { """ "Pricing": { "DefaultOutputTokens": 0 } """, "OneApi:Pricing:DefaultOutputTokens: is 0" },
        { """ "Groups": { "default": { "PriceRatio": "-1" } } """, "OneApi:Groups:default:PriceRatio: '-1' is not a decimal" },
        { """ "Groups": { "default": { "Limits": { "Concurrency": 0 } } } """, "OneApi:Groups:default:Limits:Concurrency: is 0" },
        { """ "Tokens": { "Pepper": "short" } """, "OneApi:Tokens:Pepper: has fewer than 32 bytes" },
        { """ "Tokens": { "Brand": "Acme!" } """, "OneApi:Tokens:Brand: 'Acme!' is not a brand" },
        { """ "Quotas": { "HoldLifetime": "00:00:01" } """, "OneApi:Quotas:HoldLifetime: is 00:00:01" },
        { """ "Quotas": { "WhenUnavailable": "FailOpen" } """, "OneApi:Quotas:FailOpenCapMicros: is missing" },
        { """ "Quotas": { "FailOpenCapMicros": -1 } """, "OneApi:Quotas:FailOpenCapMicros: is -1" },
        { """ "Ledger": { "MemoryRecords": 0 } """, "OneApi:Ledger:MemoryRecords: is 0" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WhatIsWrong_StopsTheStart_WithItsPath(string json, string error)
    {
        var invalid = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => TestGateway.Of($$"""{ "OneApi": { {{Channel}}, {{json}} } }""").Snapshot);

        Assert.Contains(invalid.Failures, failure => failure.StartsWith(error, StringComparison.Ordinal));
    }

    [Fact]
    public void APepper_IsInNoError()
    {
        var invalid = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => TestGateway.Of($$"""{ "OneApi": { {{Channel}}, "Tokens": { "Pepper": "hush-hush" } } }""").Snapshot);

        Assert.DoesNotContain("hush", invalid.Message, StringComparison.Ordinal);
    }

    /// <summary>A list price in a currency without a rate can't be charged, so it is as good as none.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData("0.14", true)]
    public async Task AListPriceInYuan_NeedsARate(string? rate, bool isKnown)
    {
        await using var gateway = TestGateway.Of(options =>
        {
            options.Channels.Add(new() { Name = "q", Provider = "qwen", ApiKey = "k", Models = ["qwen-max"] });
            if (rate is not null)
            {
                options.Currencies["CNY"] = rate;
            }
        });

        Assert.Equal(isKnown, PriceOf(gateway, "qwen-max") is not null);
    }
}
