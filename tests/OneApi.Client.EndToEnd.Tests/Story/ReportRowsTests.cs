using System.Net;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>Rows 10 to 12, and 42: what finance and operations read, out of a SQLite file.</summary>
public sealed class ReportRowsTests
{
    [Fact]
    public async Task Row10_UsageReport_ByDayTokenGroupModelAndChannel_AsJsonAndCsv()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake);
        await host.ChatAsync("gpt-x");
        await host.ChatAsync("gpt-x");

        var json = await host.AdminAsync("GET", "/api/v1/usage?by=day,token,group,model,channel");
        var csv = await host.AdminAsync("GET", "/api/v1/usage.csv?by=model,channel");

        var row = Assert.Single(json.Json.GetProperty("data").EnumerateArray());
        Assert.Equal((2, "internal_dev", "main"), (row.GetProperty("calls").GetInt32(), row.GetProperty("group").GetString(), row.GetProperty("channel").GetString()));
        Assert.StartsWith("text/csv", csv.ContentHeaders.ContentType!.ToString(), StringComparison.Ordinal);
        Assert.Contains("gpt-x,main,2,", csv.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row11_WhatACustomerUsedToday_IsOneCall_InHisTimeZone()
    {
        await using var fake = FakeOpenAI.Start();
        fake.Reply(new FakeReply { Text = "fine", Usage = new() { InputTokens = 700, OutputTokens = 300 } });
        await using var host = await StartAsync(fake);
        var key = (await host.TokenAsync("""{"name":"a","owner":"customer-x"}""")).GetProperty("key").GetString();
        var shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        var before = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, shanghai);
        await host.ChatAsync("gpt-x", key: key);
        await host.ChatAsync("gpt-x");

        var reply = await host.AdminAsync("GET", "/api/v1/usage?from=" + before.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) + "&tz=Asia/Shanghai&by=day,owner&owner=customer-x");

        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
        var row = Assert.Single(reply.Json.GetProperty("data").EnumerateArray());
        Assert.Equal(
            ("customer-x", 1, 700, 300, 1300),
            (row.GetProperty("owner").GetString(), row.GetProperty("calls").GetInt32(), row.GetProperty("input_tokens").GetInt32(), row.GetProperty("output_tokens").GetInt32(), row.GetProperty("charge_micros").GetInt32()));
        Assert.InRange(DateOnly.Parse(row.GetProperty("day").GetString()!, System.Globalization.CultureInfo.InvariantCulture), DateOnly.FromDateTime(before.DateTime), DateOnly.FromDateTime(before.DateTime).AddDays(1));
    }

    [Fact]
    public async Task Row12_ExportWipeImport_TheSameTokenStillWorks_AndNobodyReadsItInTheBackup()
    {
        await using var fake = FakeOpenAI.Start();
        string key, backup, csv;
        await using (var first = await StartAsync(fake))
        {
            key = (await first.TokenAsync("""{"name":"a","quota":50000,"group":"internal_dev"}""")).GetProperty("key").GetString()!;
            backup = (await first.AdminAsync("GET", "/api/v1/token/export")).Text;
            csv = (await first.AdminAsync("GET", "/api/v1/token/export?format=csv")).Text;
        }

        await using var second = await StartAsync(fake);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.ChatAsync("gpt-x", key: key)).Status);
        var imported = await second.AdminAsync("POST", "/api/v1/token/import", backup);
        Assert.True(imported.Status is HttpStatusCode.OK, imported.Text);

        Assert.Equal(HttpStatusCode.OK, (await second.ChatAsync("gpt-x", key: key)).Status);
        Assert.DoesNotContain(key, backup + csv, StringComparison.Ordinal);
        Assert.Contains(",a,internal_dev,", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row42_SeveralModels_AreAskedSideBySide()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake);

        var panes = (await host.AdminAsync("POST", "/api/v1/compare", """{"models":["gpt-x","gpt-y"],"prompt":"hello"}""")).Json.GetProperty("data");

        Assert.Equal(["succeeded", "succeeded"], panes.EnumerateArray().Select(static pane => pane.GetProperty("outcome").GetString()!));
        Assert.Equal(["gpt-x", "gpt-y"], fake.Requests.Select(static request => request.Model!).Order(StringComparer.Ordinal));
    }

    private static Task<StoryHost> StartAsync(FakeOpenAI fake) => StoryHost.StartAsync(options =>
    {
        options.Channels.Add(StoryHost.Channel("main", "openai", fake, "gpt-x", "gpt-y"));
        options.Groups["internal_dev"] = new();
        options.Prices["*"] = new() { Input = "1", Output = "2" };
    });
}
