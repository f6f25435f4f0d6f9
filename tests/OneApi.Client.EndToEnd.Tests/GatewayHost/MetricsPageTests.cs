using System.Net;
using System.Net.Http.Headers;

namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>Metrics name models, groups and channels: they are for this machine, and for whoever has a key.</summary>
public sealed class MetricsPageTests
{
    private static readonly Uri Page = new("/metrics", UriKind.Relative);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePage_IsForThisMachine_AndForKeys()
    {
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(
            folder.Path,
            ["--demo"],
            ("ONEAPI_ADMIN_KEY", "an-admin-key-of-the-tests-0123456789"),
            ("OneApi__Metrics__Key", "a-key-for-prometheus"));
        using var http = new HttpClient { BaseAddress = gateway.Url };

        using var plain = await http.GetAsync(Page, Stop);
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.Contains("""service_name="oneapi-gateway""", await plain.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http, "wrong"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "a-key-for-prometheus"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "an-admin-key-of-the-tests-0123456789"));
        Assert.DoesNotContain("an-admin-key-of-the-tests", gateway.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SwitchedOff_ThereIsNoPage()
    {
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"], ("OneApi__Metrics__Enabled", "false"));
        using var http = new HttpClient { BaseAddress = gateway.Url };

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(Page, Stop)).StatusCode);
    }

    /// <summary>Asks as a proxy on this machine does for somebody else.</summary>
    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Page);
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request, Stop);
        return response.StatusCode;
    }
}
