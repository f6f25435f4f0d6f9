using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>The story's own call and its rows about tokens.</summary>
public sealed class TokenStoryTests
{
    private const string Body = """{"name":"customer_a_service","expires_in":2592000,"quota":50000,"group":"customer_service","ip_whitelist":["192.168.10.0/24"]}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Row1To7_TheStorysCurlLine_AnswersAsTheDesignSays(bool withContentType)
    {
        await using var host = await AdminHost.StartAsync();

        var json = JsonDocument.Parse(await CurlAsync(host, withContentType)).RootElement;

        Assert.Equal(
            ["id", "key", "name", "group", "quota", "quota_unit", "quota_micros", "currency", "expires_at", "ip_whitelist"],
            json.EnumerateObject().Select(static member => member.Name));
        Assert.StartsWith("sk-", json.GetProperty("key").GetString(), StringComparison.Ordinal);
        Assert.Equal("customer_a_service", json.GetProperty("name").GetString());
        Assert.Equal("customer_service", json.GetProperty("group").GetString());
        Assert.Equal(50000, json.GetProperty("quota").GetInt64());
        Assert.Equal("cent", json.GetProperty("quota_unit").GetString());
        Assert.Equal(500_000_000, json.GetProperty("quota_micros").GetInt64());
        Assert.Equal("USD", json.GetProperty("currency").GetString());
        Assert.Equal("2026-12-26T09:30:00Z", json.GetProperty("expires_at").GetString());
        Assert.Equal(["192.168.10.0/24"], json.GetProperty("ip_whitelist").EnumerateArray().Select(static entry => entry.GetString()!));
    }

    [Fact]
    public async Task Row6_TheToken_WorksFromItsNetworkOnly()
    {
        await using var host = await AdminHost.StartAsync();
        var key = (await host.MakeTokenAsync(Body)).GetProperty("key").GetString()!;
        var tokens = host.Get<IAccessTokens>();

        Assert.Equal("customer_a_service", (await tokens.AuthenticateAsync(key, IPAddress.Parse("192.168.10.7"), TestContext.Current.CancellationToken)).Name);
        var refused = await Assert.ThrowsAsync<OneApiException>(async () => await tokens.AuthenticateAsync(key, IPAddress.Parse("192.168.11.7"), TestContext.Current.CancellationToken));

        Assert.Equal(OneApiErrorKind.CallerForbidden, refused.Kind);
    }

    [Fact]
    public async Task Row9_Quota_CountsACallThatHasJustEnded()
    {
        await using var host = await AdminHost.StartAsync();
        var token = await host.MakeTokenAsync("""{"name":"a","quota":100,"group":"customer_service"}""");
        var path = $"/api/v1/token/{token.GetProperty("id").GetString()}/quota";

        var before = (await host.SendAsync("GET", path)).Json.GetProperty("total");
        await host.AskAsync(token.GetProperty("key").GetString());
        var after = (await host.SendAsync("GET", path)).Json.GetProperty("total");

        Assert.Equal(1_000_000, before.GetProperty("left_micros").GetInt64());
        Assert.Equal(100, before.GetProperty("left").GetInt64());
        Assert.Equal(0, before.GetProperty("used_micros").GetInt64());
        var used = after.GetProperty("used_micros").GetInt64();
        Assert.True(used > 0);
        Assert.Equal(1_000_000 - used, after.GetProperty("left_micros").GetInt64());
        Assert.Equal(0, after.GetProperty("held_micros").GetInt64());
    }

    [Fact]
    public async Task Row12_ExportWipeImport_TheSameKeyStillWorks()
    {
        string key;
        string backup;
        await using (var host = await AdminHost.StartAsync())
        {
            var token = await host.MakeTokenAsync("""{"name":"a","quota":100,"group":"customer_service"}""");
            key = token.GetProperty("key").GetString()!;
            await host.AskAsync(key);
            backup = (await host.SendAsync("GET", "/api/v1/token/export")).Text;
        }

        await using var other = await AdminHost.StartAsync();
        await Assert.ThrowsAsync<OneApiException>(() => other.AskAsync(key));
        var first = await other.SendAsync("POST", "/api/v1/token/import", backup);
        var second = await other.SendAsync("POST", "/api/v1/token/import", backup);
        var answer = await other.AskAsync(key);

        Assert.DoesNotContain(key, backup, StringComparison.Ordinal);
        Assert.Equal(1, first.Json.GetProperty("imported").GetInt32());
        Assert.Equal(0, second.Json.GetProperty("imported").GetInt32());
        Assert.NotEmpty(answer);
    }

    [Fact]
    public async Task Row12_ExportAsCsv_ListsTokensWithoutSecrets()
    {
        await using var host = await AdminHost.StartAsync();
        var token = await host.MakeTokenAsync("""{"name":"=cmd()","quota":100}""");

        var reply = await host.SendAsync("GET", "/api/v1/token/export?format=csv");

        Assert.Equal("text/csv; charset=utf-8", reply.Header("Content-Type"));
        var lines = reply.Text.TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal("id,name,group,owner,state,created_at,expires_at,quota_micros,quota_usd,models,ip_whitelist", lines[0]);
        Assert.Equal($"{token.GetProperty("id").GetString()},\"'=cmd()\",default,,active,2026-11-26T09:30:00Z,,1000000,1,,", lines[1]);
    }

    /// <summary>The line as the story prints it, through curl itself; with -d and no content type it says that it sends a form.</summary>
    private static async Task<string> CurlAsync(AdminHost host, bool withContentType)
    {
        string[] type = withContentType ? ["-H", "Content-Type: application/json"] : [];
        string[] arguments = ["-s", "--noproxy", "*", "-X", "POST", host.Url + "/api/v1/token", "-H", $"Authorization: Bearer {AdminHost.Key}", .. type, "-d", Body];
        try
        {
            using var curl = Process.Start(new ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
            var text = await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
            return text;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("curl is not installed.");
            throw;
        }
    }
}
