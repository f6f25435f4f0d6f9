using Microsoft.Extensions.Options;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.DependencyInjection;

/// <summary>The story's <c>proxy: { enable, headers }</c>: off until it is switched on, under <c>OneApi</c> or beside it.</summary>
public sealed class ProxySectionTests
{
    private const string Channels = """ "Channels": [ { "Name": "a", "Provider": "openai", "ApiKey": "k" } ] """;

    [Theory]
    [InlineData($$"""{ "OneApi": { {{Channels}}, "Proxy": { "Enable": true, "Headers": [ "X-Forwarded-For", "User-Agent" ] } } }""")]
    [InlineData($$"""{ "OneApi": { {{Channels}} }, "proxy": { "enable": true, "headers": [ "X-Forwarded-For", "User-Agent" ] } }""")]
    [InlineData($$"""{ {{Channels}}, "proxy": { "enable": "true", "headers": [ "X-Forwarded-For", "User-Agent" ] } }""")]
    public async Task SwitchedOn_ItsHeadersAreForwarded(string json)
    {
        await using var gateway = TestGateway.Of(json);

        Assert.Equal(["User-Agent", "X-Forwarded-For"], gateway.Snapshot.ForwardHeaders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData($$"""{ "OneApi": { {{Channels}}, "Proxy": { "Headers": [ "X-Forwarded-For" ] } } }""")]
    [InlineData($$"""{ "OneApi": { {{Channels}}, "Proxy": { "Enable": false, "Headers": [ "X-Forwarded-For" ] } } }""")]
    [InlineData($$"""{ "OneApi": { {{Channels}} }, "proxy": { "enable": false, "headers": [ "X-Forwarded-For", "Authorization" ] } }""")]
    [InlineData($$"""{ "OneApi": { {{Channels}} }, "proxy": { "headers": [ "X-Forwarded-For" ] } }""")]
    public async Task WithoutTheSwitch_NoneAre(string json)
    {
        await using var gateway = TestGateway.Of(json);

        Assert.Empty(gateway.Snapshot.ForwardHeaders);
    }

    [Fact]
    public async Task ItAddsTo_ForwardHeaders()
    {
        await using var gateway = TestGateway.Of($$"""{ "OneApi": { {{Channels}}, "ForwardHeaders": [ "X-Tenant", "user-agent" ], "Proxy": { "Enable": true, "Headers": [ "User-Agent", "X-Trace" ] } } }""");

        Assert.Equal(["X-Tenant", "X-Trace", "user-agent"], gateway.Snapshot.ForwardHeaders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData($$"""{ "OneApi": { {{Channels}}, "Proxy": { "Enable": true, "Headers": [ "X-Fine", "Authorization" ] } } }""", "OneApi:Proxy:Headers:1: 'Authorization' is never forwarded")]
    [InlineData($$"""{ "OneApi": { {{Channels}}, "Proxy": { "Enable": true, "Headers": "not a header" } } }""", "OneApi:Proxy:Headers:0: 'not a header' is not a header of a request")]
    [InlineData($$"""{ "OneApi": { {{Channels}}, "Proxy": { "Enable": "on", "Headers": [ "X-Fine" ] } } }""", "OneApi:Proxy:Enable: 'on' is neither true nor false")]
    [InlineData($$"""{ "OneApi": { {{Channels}}, "Proxy": "http://proxy" } }""", "OneApi:Proxy: is a text where an object")]
    [InlineData($$"""{ "OneApi": { {{Channels}} }, "proxy": { "enable": true, "headers": [ "Cookie" ] } }""", "proxy:headers:0: 'Cookie' is never forwarded")]
    public async Task WhatCanNotBe_StopsTheStart_WithItsPath(string json, string words)
    {
        await using var gateway = TestGateway.Of(json);

        var error = Assert.Throws<OptionsValidationException>(() => gateway.Client);

        Assert.StartsWith(words, Assert.Single(error.Failures), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A host may have a section of that name for something else.</summary>
    [Theory]
    [InlineData($$"""{ "OneApi": { {{Channels}} }, "Proxy": "http://proxy:3128" }""")]
    [InlineData($$"""{ "OneApi": { {{Channels}} }, "Proxy": { "Enable": "on", "Host": "proxy" } }""")]
    [InlineData($$"""{ {{Channels}}, "Proxy": { "Headers": [ "not a header" ] } }""")]
    public async Task AnotherMeaning_BesideTheSection_IsLeftAlone(string json)
    {
        await using var gateway = TestGateway.Of(json);

        Assert.Empty(gateway.Snapshot.ForwardHeaders);
    }

    [Fact]
    public async Task AnEdit_IsTakenUpLive()
    {
        var configuration = new EditableConfiguration($$"""{ "OneApi": { {{Channels}}, "Proxy": { "Enable": false, "Headers": [ "X-Trace" ] } } }""");
        await using var gateway = TestGateway.Of(configuration.Root);
        Assert.Empty(gateway.Snapshot.ForwardHeaders);

        configuration.Edit($$"""{ "OneApi": { {{Channels}}, "Proxy": { "Enable": true, "Headers": [ "X-Trace" ] } } }""");

        Assert.Equal(["X-Trace"], gateway.Snapshot.ForwardHeaders);
    }
}
