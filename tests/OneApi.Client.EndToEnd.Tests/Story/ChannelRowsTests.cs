using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>Rows 21, 22 and 39: channels that are weighed, taken out, made and tested over the admin API while calls go on.</summary>
public sealed class ChannelRowsTests
{
    private const int Calls = 400;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Row21_Weight_ChangesLive_AndTheTrafficFollows(bool streams)
    {
        await using var one = FakeOpenAI.Start();
        await using var two = FakeOpenAI.Start();
        await using var host = await StartAsync(one, two);

        await CallAsync(host, streams);
        var before = two.Requests.Count;
        var changed = await host.AdminAsync("PATCH", "/api/v1/channels/two", """{"weight":9}""");
        await CallAsync(host, streams);
        var after = two.Requests.Count - before;
        await host.AdminAsync("PATCH", "/api/v1/channels/one", """{"weight":0}""");
        var left = one.Requests.Count;
        await CallAsync(host, streams);

        Assert.Equal((HttpStatusCode.OK, 9), (changed.Status, changed.Json.GetProperty("settings").GetProperty("weight").GetInt32()));
        Assert.InRange(before, Calls * 35 / 100, Calls * 65 / 100); // weights 1 and 1: a half, and a six-sigma margin
        Assert.InRange(after, Calls * 80 / 100, Calls * 99 / 100); // weights 1 and 9
        Assert.Equal(left, one.Requests.Count);
    }

    [Fact]
    public async Task Row22_TheReportNamesTheInefficientChannel_AndTheSwitchTakesItOut()
    {
        await using var one = FakeOpenAI.Start();
        await using var two = FakeOpenAI.Start();
        await using var host = await StartAsync(one, two);
        one.Fault(Fault.ServerError(), 2); // the other channel makes them good: no call fails
        await CallAsync(host, streams: false);

        var report = await host.AdminAsync("GET", "/api/v1/usage?day=today&by=channel&per=attempt&order=errors");
        var calls = await host.AdminAsync("GET", "/api/v1/usage?day=today&by=channel");

        var rows = report.Json.GetProperty("data").EnumerateArray().ToDictionary(static row => row.GetProperty("channel").GetString()!);
        Assert.Equal("one", report.Json.GetProperty("data")[0].GetProperty("channel").GetString());
        Assert.Equal((2, 0), (Number(rows["one"], "errors"), Number(rows["two"], "errors")));
        Assert.All(calls.Json.GetProperty("data").EnumerateArray(), static row => Assert.Equal(0, Number(row, "errors")));
        Assert.Equal((one.Requests.Count, two.Requests.Count), (Number(rows["one"], "calls"), Number(rows["two"], "calls")));
        Assert.Equal(Calls + 2, one.Requests.Count + two.Requests.Count);
        Assert.Equal(CostOf(rows["one"], dollars: 9), Number(rows["one"], "provider_cost_micros"));
        Assert.Equal(CostOf(rows["two"], dollars: 1), Number(rows["two"], "provider_cost_micros"));
        Assert.All(rows.Values, static row => Assert.InRange(Number(row, "average_duration_ms"), 0, 60_000));

        var off = await host.AdminAsync("PATCH", "/api/v1/channels/one", """{"enabled":false}""");
        var left = one.Requests.Count;
        await CallAsync(host, streams: true);
        Assert.False(off.Json.GetProperty("settings").GetProperty("enabled").GetBoolean());
        Assert.Equal(left, one.Requests.Count);
        Assert.Equal(HttpStatusCode.OK, (await host.AdminAsync("PATCH", "/api/v1/channels/one", """{"enabled":true}""")).Status);
        await CallAsync(host, streams: false);
        Assert.InRange(one.Requests.Count - left, 1, Calls);
    }

    [Fact]
    public async Task Row39_AChannel_IsMade_Tested_AndServes_WithoutARestart()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StoryHost.StartAsync(services: static services =>
        {
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
            services.AddOneApi().AddDataProtectedSecrets();
        });
        Assert.Equal(HttpStatusCode.NotFound, (await host.ChatAsync("gpt-new")).Status);
        string Channel(string key) => $$"""{"name":"fresh","provider":"openai","base_url":"{{fake.Url}}","api_key":"{{key}}","models":["gpt-new"],"allowed_networks":["127.0.0.0/8"]}""";

        var made = await host.AdminAsync("POST", "/api/v1/channels", Channel("a wrong key"));
        var refused = await host.AdminAsync("POST", "/api/v1/channels/fresh/test", """{"model":"gpt-new"}""");
        var mended = await host.AdminAsync("PUT", "/api/v1/channels/fresh", Channel(fake.ApiKey));
        var tested = await host.AdminAsync("POST", "/api/v1/channels/fresh/test", "{}");
        await host.AdminAsync("POST", "/api/v1/channels/fresh/resume", "{}"); // the wrong key has put it to rest

        Assert.Equal((HttpStatusCode.Created, "stored"), (made.Status, made.Json.GetProperty("source").GetString()));
        Assert.Equal((false, "authentication"), (refused.Json.GetProperty("ok").GetBoolean(), refused.Json.GetProperty("error_kind").GetString()));
        Assert.Equal(HttpStatusCode.OK, mended.Status);
        Assert.Equal((true, "gpt-new"), (tested.Json.GetProperty("ok").GetBoolean(), tested.Json.GetProperty("model").GetString()));
        foreach (var more in new[] { "", ",\"stream\":true" })
        {
            var reply = await host.ChatAsync("gpt-new", more);
            Assert.Equal((HttpStatusCode.OK, "fresh"), (reply.Status, reply.Header("x-oneapi-channel")));
        }

        Assert.DoesNotContain(fake.ApiKey, made.Text + mended.Text + tested.Text + string.Join("\n", host.Logs.Lines), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await host.AdminAsync("DELETE", "/api/v1/channels/fresh")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.ChatAsync("gpt-new")).Status);
    }

    private static Task<StoryHost> StartAsync(FakeOpenAI one, FakeOpenAI two) => StoryHost.StartAsync(options =>
    {
        options.Channels.Add(StoryHost.Channel("one", "openai", one, "gpt-x"));
        options.Channels.Add(StoryHost.Channel("two", "openai", two, "gpt-x"));
        options.Channels[0].Prices["gpt-x"] = new() { Input = "9", Output = "9" };
        options.Channels[1].Prices["gpt-x"] = new() { Input = "1", Output = "1" };
    });

    private static async Task CallAsync(StoryHost host, bool streams, HttpStatusCode? expected = HttpStatusCode.OK)
    {
        for (var i = 0; i < Calls; i++)
        {
            var reply = await host.ChatAsync("gpt-x", streams ? ",\"stream\":true" : "");
            Assert.True(expected is null || reply.Status == expected, reply.Text);
        }
    }

    /// <summary>Tokens times dollars for a million of them are micro-dollars.</summary>
    private static long CostOf(JsonElement row, int dollars) => (Number(row, "input_tokens") + Number(row, "output_tokens")) * dollars;

    private static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();
}
