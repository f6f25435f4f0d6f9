using System.Net;
using Microsoft.AspNetCore.Builder;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>The balance that clients of One API read.</summary>
public sealed class BillingTests
{
    [Theory]
    [InlineData("/dashboard/billing")]
    [InlineData("/v1/dashboard/billing")]
    public async Task Billing_TellsTheCallersOwnLimitAndUse(string root)
    {
        await using var host = await AdminHost.StartAsync(before: static app => app.MapOneApi());
        var token = await host.MakeTokenAsync("""{"name":"a","quota":1234,"expires_at":"2026-12-26T09:30:00Z","group":"customer_service"}""");
        var key = token.GetProperty("key").GetString()!;
        await host.AskAsync(key);
        var used = (await host.SendAsync("GET", $"/api/v1/token/{token.GetProperty("id").GetString()}/quota")).Json.GetProperty("total").GetProperty("used").GetRawText();

        var subscription = (await host.SendAsync("GET", root + "/subscription", key: key)).Json;
        var usage = (await host.SendAsync("GET", root + "/usage?start_date=2026-11-01&end_date=2026-12-01", key: key)).Json;

        Assert.Equal(("billing_subscription", "12.34"), (subscription.GetProperty("object").GetString(), subscription.GetProperty("hard_limit_usd").GetRawText()));
        Assert.Equal(1798277400, subscription.GetProperty("access_until").GetInt64());
        Assert.Equal(("list", used), (usage.GetProperty("object").GetString(), usage.GetProperty("total_usage").GetRawText()));
    }

    [Fact]
    public async Task Billing_WithAWrongKey_IsUnauthorized()
    {
        await using var host = await AdminHost.StartAsync(before: static app => app.MapOneApi());

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.SendAsync("GET", "/v1/dashboard/billing/usage", key: "sk-wrong")).Status);
    }
}
