using System.Net;

namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>How samples/Gateway starts, and what it says when it can't.</summary>
public sealed class HostStartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithoutAChannel_ItIsTheDemo_AndSaysSo()
    {
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, []);

        Assert.NotNull(gateway.LineOf("No channel is configured, so this is the demo"));
        Assert.NotNull(gateway.LineOf("curl "));
        Assert.True(File.Exists(System.IO.Path.Combine(folder.Data, "demo.db")));
        Assert.Equal(0, await gateway.StopAsync());
    }

    [Fact]
    public async Task NoDemo_IsTakenAtItsWord_AndItsDataFolderIsNeverADemosLater()
    {
        using var folder = new HostFolder();
        await using (var first = await GatewayHostProcess.StartAsync(folder.Path, ["--no-demo"]))
        {
            Assert.NotNull(first.LineOf("No channel is configured: add some under OneApi:Channels"));
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await GatewayHostProcess.StartAsync(folder.Path, []);

        Assert.Null(second.LineOf("this is the demo"));
        Assert.False(File.Exists(System.IO.Path.Combine(folder.Data, "demo.db")));
        using var http = new HttpClient { BaseAddress = second.Url };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/healthz", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task Port_IsThatOfTheEnvironment()
    {
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"], ("PORT", "0"));

        using var http = new HttpClient { BaseAddress = gateway.Url };
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/readyz", UriKind.Relative), Stop));
        Assert.Equal("localhost", gateway.Url.Host);
    }

    [Theory]
    [InlineData("info", true)]
    [InlineData("warn", false)]
    [InlineData("Warning", false)]
    public async Task LogLevel_IsTheLeastOfTheGatewaysOwnCategory(string level, bool isTold)
    {
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"], ("ONEAPI_LOG_LEVEL", level));
        Assert.Equal(0, await gateway.StopAsync());

        Assert.Equal(isTold, gateway.LineOf("info: OneApi.Client.EntityFrameworkCore") is not null);
        Assert.NotNull(gateway.LineOf("info: Microsoft.Hosting.Lifetime"));
    }

    [Fact]
    public async Task WhatCanNotBe_IsListed_WithoutAStackTrace_AndWithoutASecret()
    {
        using var folder = new HostFolder();
        folder.Write("appsettings.json", """
            { "OneApi": { "Channels": [ { "Name": "a", "Provider": "nobody", "ApiKey": "sk-PLANTED" } ], "DrainTimeout": "soon", "KnownProxies": [ "proxy" ],
                          "Store": { "BatchSize": "many" } } }
            """);
        await using var gateway = GatewayHostProcess.Launch(folder.Path, []);

        Assert.Equal(1, await gateway.EndAsync());
        Assert.NotNull(gateway.LineOf("The gateway did not start:"));
        Assert.NotNull(gateway.LineOf("  OneApi:Channels:0:Provider: 'nobody' is not known"));
        Assert.NotNull(gateway.LineOf("  OneApi:DrainTimeout: 'soon' is not a duration"));
        Assert.NotNull(gateway.LineOf("  OneApi:KnownProxies:0: 'proxy' is not an address or a network"));
        Assert.NotNull(gateway.LineOf("  OneApi:Store:BatchSize: 'many' is not a whole number"));
        Assert.DoesNotContain("   at ", gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PLANTED", gateway.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ONEAPI_LOG_LEVEL", "loud", "ONEAPI_LOG_LEVEL: 'loud' is not known; use trace, debug, info, warn, error, fatal or off.")]
    [InlineData("PORT", "http", "PORT: 'http' is not a port; use a number from 0 to 65535.")]
    [InlineData("ConnectionStrings__Postgres", "Host=127.0.0.1;Password=PLANTED", "OneApi:Tokens:Pepper: is missing; with PostgreSQL every machine needs the same secret")]
    [InlineData("OneApi__Demo", "perhaps", "OneApi:Demo: 'perhaps' is neither true nor false.")]
    public async Task AWrongVariable_IsNamed(string name, string value, string message)
    {
        using var folder = new HostFolder();
        await using var gateway = GatewayHostProcess.Launch(folder.Path, [], (name, value));

        Assert.Equal(1, await gateway.EndAsync());
        Assert.StartsWith("  " + message, gateway.LineOf(name.Split("__")[0] is "ConnectionStrings" ? "Pepper" : message), StringComparison.Ordinal);
        Assert.DoesNotContain("PLANTED", gateway.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--demo", "REDIS_URL", "redis://:PLANTED@127.0.0.1:1", "The store can't be used: ")]
    [InlineData("--no-demo", "ConnectionStrings__Postgres", "Host=127.0.0.1;Port=1;Password=PLANTED", "The database can't be used: ")]
    public async Task AStoreThatCantBeReached_WhereItMustBe_IsSaid(string demo, string name, string value, string message)
    {
        using var folder = new HostFolder();
        await using var gateway = GatewayHostProcess.Launch(folder.Path, [demo], (name, value), ("OneApi__Tokens__Pepper", "a pepper of more than thirty-two bytes, for tests"));

        Assert.Equal(1, await gateway.EndAsync());
        Assert.NotNull(gateway.LineOf("The gateway did not start:"));
        Assert.NotNull(gateway.LineOf("  " + message));
        Assert.DoesNotContain("Unhandled exception", gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PLANTED", gateway.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABrokenYaml_IsNamed()
    {
        using var folder = new HostFolder();
        folder.Write("config.yaml", "proxy:\n  enable: true\n headers: [\n");
        await using var gateway = GatewayHostProcess.Launch(folder.Path, []);

        Assert.Equal(1, await gateway.EndAsync());
        Assert.NotNull(gateway.LineOf("config.yaml: can't be read as YAML"));
        Assert.DoesNotContain("   at ", gateway.Output, StringComparison.Ordinal);
    }

    /// <summary>The secret that keys are hashed with is for nobody else's eyes.</summary>
    [Fact]
    public async Task ThePepper_IsMadeOnce_ForItsOwnerAlone()
    {
        using var folder = new HostFolder();
        var pepper = System.IO.Path.Combine(folder.Data, "pepper");
        await using (var first = await GatewayHostProcess.StartAsync(folder.Path, ["--no-demo"]))
        {
            Assert.Equal(0, await first.StopAsync());
        }

        var made = await File.ReadAllTextAsync(pepper, Stop);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(pepper));
        Assert.True(made.Length >= 32);
        await using var second = await GatewayHostProcess.StartAsync(folder.Path, []);
        Assert.Equal(made, await File.ReadAllTextAsync(pepper, Stop));
        Assert.DoesNotContain(made, second.Output, StringComparison.Ordinal);
    }
}
