using System.Net;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>Rows 18, 19, 23, 24 and 43: what happens when a provider is sick, and what callers and operations see of it.</summary>
public sealed class FailoverRowsTests
{
    [Fact]
    public async Task Row18_TheTwoLines_NameTheChannelsByNumberAndName()
    {
        await using var sick = FakeOpenAI.Start();
        await using var gemini = FakeGemini.Start();
        sick.Fault(Fault.ServerError());
        await using var host = await StartAsync(sick, gemini);

        Assert.Equal(HttpStatusCode.OK, (await host.ChatAsync("m")).Status);

        var failed = host.Logs.Lines.First(static line => line.Contains("retrying with next channel", StringComparison.Ordinal));
        var succeeded = host.Logs.Lines.Single(static line => line.Contains("Retry succeeded", StringComparison.Ordinal));
        Assert.Matches(@"^Warning OneApi\.Client[.\w]*\[1501\] Channel \d+ \(Sick\) failed \(ProviderUnavailable\), retrying with next channel…", failed);
        Assert.Matches(@"^Information OneApi\.Client[.\w]*\[1502\] Retry succeeded using channel \d+ \(Gemini\)", succeeded);
    }

    [Fact]
    public async Task Row19_AnInvalidKey_FailsOver_AndTheChannelIsMarked()
    {
        await using var sick = FakeOpenAI.Start();
        await using var gemini = FakeGemini.Start();
        sick.Fault(Fault.Unauthorized());
        await using var host = await StartAsync(sick, gemini);

        var reply = await host.ChatAsync("m");
        var again = await host.ChatAsync("m");
        var channel = (await host.AdminAsync("GET", "/api/v1/channels/Sick")).Json;

        Assert.Equal((HttpStatusCode.OK, "Gemini", "2"), (reply.Status, reply.Header("x-oneapi-channel"), reply.Header("x-oneapi-attempts")));
        Assert.Equal((HttpStatusCode.OK, "1"), (again.Status, again.Header("x-oneapi-attempts"))); // nobody asks it again
        Assert.Single(sick.Requests);
        Assert.NotEqual("ready", channel.GetProperty("state").GetString());
        Assert.DoesNotContain(sick.ApiKey, channel.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row23_Codes_AreTheSame_WhoeverIsBehind()
    {
        foreach (var provider in new[] { "openai", "anthropic", "gemini", "qwen" })
        {
            await using FakeProvider fake = provider switch { "openai" => FakeOpenAI.Start(), "anthropic" => FakeAnthropic.Start(), "gemini" => FakeGemini.Start(), _ => FakeQwen.Start() };
            await using var host = await StoryHost.StartAsync(options =>
            {
                options.Channels.Add(StoryHost.Channel("main", provider, fake, "m"));
                options.Failover.SameChannelRetries = 0;
            });

            var unknown = await host.ChatAsync("nobody");
            var key = await host.ChatAsync("m", key: "sk-wrong");
            fake.Fault(Fault.ContextLength(), times: 1);
            var length = await host.ChatAsync("m");
            fake.ClearFaults();
            fake.Fault(Fault.RateLimited(TimeSpan.FromSeconds(60)));
            var busy = await host.ChatAsync("m");

            Assert.Equal((HttpStatusCode.NotFound, "model_not_found"), (unknown.Status, unknown.Code));
            Assert.Equal((HttpStatusCode.Unauthorized, "invalid_api_key"), (key.Status, key.Code));
            Assert.Equal((provider, HttpStatusCode.BadRequest, "context_length_exceeded"), (provider, length.Status, length.Code));
            Assert.Equal((provider, HttpStatusCode.TooManyRequests, "rate_limit_exceeded"), (provider, busy.Status, busy.Code));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Row24_SuccessWithNothingInIt_IsAskedOnceElsewhere_AndNoAvalanche(bool isStreaming)
    {
        await using var spark = FakeSpark.Start();
        await using var gemini = FakeGemini.Start();
        spark.Fault(Fault.EmptySuccess());
        gemini.Reply(new FakeReply { Text = "here" });
        await using var host = await StoryHost.StartAsync(options =>
        {
            options.Channels.Add(Spark(spark));
            options.Channels.Add(StoryHost.Channel("Gemini", "gemini", gemini, "m"));
        });

        var reply = await host.ChatAsync("m", isStreaming ? ",\"stream\":true" : "");

        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
        Assert.Contains("here", reply.Text, StringComparison.Ordinal);
        Assert.Equal((1, 1), (Calls(spark), gemini.Requests.Count));
    }

    [Fact]
    public async Task Row24_WhereNobodyElseIs_ItIsAnError_AndNotAnEmptyAnswer()
    {
        await using var spark = FakeSpark.Start();
        spark.Fault(Fault.EmptySuccess());
        await using var host = await StoryHost.StartAsync(options => options.Channels.Add(Spark(spark)));

        var reply = await host.ChatAsync("m");

        Assert.Equal((HttpStatusCode.BadGateway, "upstream_empty_response"), (reply.Status, reply.Code));
        Assert.InRange(Calls(spark), 1, 2);
    }

    [Fact]
    public async Task Row43_TheHealthOfAllChannels_IsOnOneBoard_AndReadinessFollows()
    {
        await using var sick = FakeOpenAI.Start();
        await using var gemini = FakeGemini.Start();
        await using var host = await StartAsync(sick, gemini);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("GET", "/readyz")).Status);
        sick.Fault(Fault.Unauthorized());
        await host.ChatAsync("m");

        var board = (await host.AdminAsync("GET", "/api/v1/channels")).Json.GetProperty("data").EnumerateArray().ToDictionary(static one => one.GetProperty("name").GetString()!, static one => one.GetProperty("state").GetString());
        var health = (await host.AdminAsync("GET", "/api/v1/overview")).Json.GetProperty("health");
        gemini.Fault(Fault.Unauthorized());
        await host.ChatAsync("m");

        Assert.Equal(["Gemini", "Sick"], board.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("ready", board["Gemini"]);
        Assert.NotEqual("ready", board["Sick"]);
        Assert.Equal((2, 1), (health.GetProperty("channels").GetInt32(), health.GetProperty("ready").GetInt32()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("GET", "/readyz")).Status);
    }

    private static int Calls(FakeSpark spark) => spark.Requests.Count(static request => request.Body.Length > 0);

    private static ChannelConfig Spark(FakeSpark fake) => new()
    {
        Name = "Spark", Provider = "spark", Protocol = "http", BaseUrl = fake.HttpUrl, ApiKey = FakeSpark.ApiPassword, Models = ["m"], ModelMap = { ["m"] = "generalv3.5" }, Priority = 10,
    };

    private static Task<StoryHost> StartAsync(FakeOpenAI sick, FakeGemini gemini) => StoryHost.StartAsync(options =>
    {
        var first = StoryHost.Channel("Sick", "openai", sick, "m");
        first.Priority = 10;
        options.Channels.Add(first);
        options.Channels.Add(StoryHost.Channel("Gemini", "gemini", gemini, "m"));
        options.Failover.SameChannelRetries = 0;
    });
}
