using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OneApi.Client.AspNetCore.Tests.DependencyInjection;

public sealed class EndpointOptionsTests
{
    [Fact]
    public void Defaults_KnowNoProxy()
    {
        var options = Read();

        Assert.Empty(options.KnownProxies);
        Assert.Equal(TimeSpan.FromSeconds(30), options.DrainTimeout);
    }

    [Fact]
    public void TheSection_IsRead_AndCodeHasTheLastWord()
    {
        var options = Read(
            static options => options.DrainTimeout = TimeSpan.FromSeconds(5),
            ("OneApi:KnownProxies:0", "10.0.0.5"),
            ("OneApi:KnownProxies:1", "192.168.10.0/24"),
            ("OneApi:KnownProxies:2", "2001:db8::/32"),
            ("OneApi:DrainTimeout", "00:01:00"));

        Assert.Equal(["10.0.0.5", "192.168.10.0/24", "2001:db8::/32"], options.KnownProxies);
        Assert.Equal(TimeSpan.FromSeconds(5), options.DrainTimeout);
    }

    [Fact]
    public void TheLimits_AreRead()
    {
        var options = Read(
            null,
            ("OneApi:Endpoints:RequireAccessToken", "false"),
            ("OneApi:Endpoints:MaxBodyBytes", "1000"),
            ("OneApi:Endpoints:MaxMediaBodyBytes", "2000"),
            ("OneApi:Endpoints:MaxJsonDepth", "8"),
            ("OneApi:Endpoints:MaxMessages", "9"),
            ("OneApi:Endpoints:CommitAfter", "00:00:03"),
            ("OneApi:Endpoints:KeepAliveInterval", "00:00:04"),
            ("OneApi:Endpoints:RememberItemsFor", "00:05:00"));

        Assert.Equal((false, 1000L, 2000L, 8, 9), (options.RequireAccessToken, options.MaxBodyBytes, options.MaxMediaBodyBytes, options.MaxJsonDepth, options.MaxMessages));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(5)), (options.CommitAfter, options.KeepAliveInterval, options.RememberItemsFor));
    }

    [Fact]
    public async Task WhatIsSaidWhereTheEndpointsAreMapped_IsCheckedToo()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => Endpoints.EndpointHost.StartAsync(static _ => { }, static options => (options.MaxJsonDepth, options.RememberItemsFor, options.KnownProxies) = (0, TimeSpan.FromSeconds(-1), ["proxy"])));

        Assert.Equal(["OneApi:Endpoints:MaxJsonDepth", "OneApi:Endpoints:RememberItemsFor", "OneApi:KnownProxies:0"], error.Failures.Select(static failure => failure[..failure.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void OneProxy_MayBeAText() => Assert.Equal(["10.0.0.5"], Read(null, ("OneApi:KnownProxies", "10.0.0.5")).KnownProxies);

    [Theory]
    [InlineData("OneApi:KnownProxies:0", "proxy.example.com", "OneApi:KnownProxies:0: 'proxy.example.com' is not an address or a network; use one like '192.168.10.0/24', '203.0.113.7' or '2001:db8::/32'.")]
    [InlineData("OneApi:KnownProxies:0", "10.0.0.0/33", "OneApi:KnownProxies:0: '10.0.0.0/33' has a prefix that is not a number from 0 to 32.")]
    [InlineData("OneApi:KnownProxies:0", "10.0.0.7/8", "OneApi:KnownProxies:0: '10.0.0.7/8' has bits set behind its prefix; write '10.0.0.0/8' for the network, or leave the prefix out for the one address.")]
    [InlineData("OneApi:DrainTimeout", "soon", "OneApi:DrainTimeout: 'soon' is not a duration; use one like '00:00:20'.")]
    [InlineData("OneApi:DrainTimeout", "30", "OneApi:DrainTimeout: is 30.00:00:00; use 00:00:00 to 01:00:00.")]
    [InlineData("OneApi:Endpoints:MaxBodyBytes", "0", "OneApi:Endpoints:MaxBodyBytes: is 0; use 1 to 1073741824.")]
    [InlineData("OneApi:Endpoints:MaxJsonDepth", "deep", "OneApi:Endpoints:MaxJsonDepth: 'deep' is not a whole number; use one like 10.")]
    [InlineData("OneApi:Endpoints:KeepAliveInterval", "00:00:00", "OneApi:Endpoints:KeepAliveInterval: is 00:00:00; use a time above zero and up to 01:00:00.")]
    [InlineData("OneApi:Endpoints:RequireAccessToken", "no", "OneApi:Endpoints:RequireAccessToken: 'no' is neither true nor false.")]
    [InlineData("OneApi:Endpoints:Colour", "red", "OneApi:Endpoints:Colour: is not known; use RequireAccessToken, MaxBodyBytes, MaxMediaBodyBytes, MaxJsonDepth, MaxMessages, CommitAfter, KeepAliveInterval or RememberItemsFor.")]
    [InlineData("OneApi:Endpoints:RememberItemsFor", "31.00:00:00", "OneApi:Endpoints:RememberItemsFor: is 31.00:00:00; use 00:00:00 to 30.00:00:00.")]
    public void WhatCanNotBe_IsSaid_WithItsPath(string key, string value, string message)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(null, (key, value)));

        Assert.Equal(message, Assert.Single(error.Failures));
    }

    [Fact]
    public async Task AWrongOption_StopsTheStart_AndNotTheBuilding()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("OneApi:DrainTimeout", "soon")]);
        builder.Services.AddOneApi(builder.Configuration).AddAspNetCore();
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("OneApi:DrainTimeout", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:05:00", 315)]
    [InlineData("00:00:01", 30)]
    public void TheHostsLimit_LeavesTheDrainItsTime(string drain, int seconds)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("OneApi:DrainTimeout", drain)]);
        builder.Services.AddOneApi(builder.Configuration).AddAspNetCore();
        using var host = builder.Build();

        Assert.Equal(TimeSpan.FromSeconds(seconds), host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    private static OneApiEndpointOptions Read(Action<OneApiEndpointOptions>? configure = null, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddOneApi(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build()).AddAspNetCore(configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<OneApiEndpointOptions>>().Value;
    }
}
