using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OneApi.Client.EndToEnd.Tests.GatewayHost;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>Rows 31, 33, 34, 36 to 38 and 40: the host in its own process, and its configuration.</summary>
public sealed class HostRowsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData(null)]
    public async Task Row31_ProxyHeaders_GoOn_WhereTheyAreSwitchedOn(string? enable)
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StoryHost.StartAsync(options => options.Channels.Add(StoryHost.Channel("main", "openai", fake, "gpt-x")));
        host.Edit(("OneApi:Proxy:Headers:0", "X-Forwarded-For"), ("OneApi:Proxy:Headers:1", "User-Agent"), enable is null ? ("Other", "1") : ("OneApi:Proxy:Enable", enable));

        var reply = await host.ChatAsync("gpt-x", from: "203.0.113.9", change: static request =>
        {
            request.Headers.UserAgent.ParseAdd("story/1.0");
            request.Headers.Add("X-Other", "not listed");
        });

        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
        var sent = Assert.Single(fake.Requests).Headers;
        Assert.Equal(enable == "true", sent.TryGetValue("X-Forwarded-For", out var address) && address == "203.0.113.9");
        Assert.Equal(enable == "true", sent.TryGetValue("User-Agent", out var agent) && agent == "story/1.0");
        Assert.False(sent.ContainsKey("X-Other"));
    }

    [Fact]
    public async Task Row33_RedisUrl_IsReadFromTheEnvironment()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server and redis-cli are not installed on this machine.");
        using var folder = new HostFolder();
        await using var redis = await RedisServer.StartAsync(appendOnly: true);

        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"], ("REDIS_URL", redis.Url));

        Assert.Contains("oneapi-demo:", await redis.CommandAsync("KEYS", "*"), StringComparison.Ordinal); // the demo token's account
    }

    [Theory]
    [InlineData("info", true)]
    [InlineData("warn", false)]
    public async Task Row34_LogLevel_IsTheLeastOfOurCategory(string level, bool isTold)
    {
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"], ("ONEAPI_LOG_LEVEL", level));
        Assert.Equal(0, await gateway.StopAsync());

        Assert.Equal(isTold, gateway.LineOf("info: OneApi.Client") is not null);
    }

    /// <summary>The zones are fourteen hours to the east and eleven to the west of UTC: their days are never the same.</summary>
    [Fact]
    public async Task Row36_TheDaysOfReports_AreThoseOfTz()
    {
        const string Key = "an-admin-key-of-the-tests-0123456789";
        var days = new List<DateOnly>();
        foreach (var zone in new[] { "Pacific/Kiritimati", "Pacific/Midway" })
        {
            using var folder = new HostFolder();
            await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"], ("TZ", zone), ("ONEAPI_ADMIN_KEY", Key));
            using var http = new HttpClient { BaseAddress = gateway.Url };
            using var call = await SendAsync(http, HttpMethod.Post, "/v1/chat/completions", System.Text.RegularExpressions.Regex.Match(gateway.Output, "sk-oa-[a-z0-9]+").Value, StoryHost.Chat("gpt-4o-mini"));
            Assert.Equal(HttpStatusCode.OK, call.StatusCode);

            using var answer = await SendAsync(http, HttpMethod.Get, "/api/v1/usage?day=today&by=day", Key);
            var row = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("data")[0];
            Assert.Equal(1, row.GetProperty("calls").GetInt32());
            days.Add(DateOnly.Parse(row.GetProperty("day").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.True(days[0] > days[1], $"{days[0]} {days[1]}");
    }

    /// <summary>Also where another program has the port already: then it says so.</summary>
    [Fact]
    public async Task Row37_ThePort_Is3000_WhereNobodySaysOtherwise()
    {
        using var folder = new HostFolder();
        await using var gateway = GatewayHostProcess.Launch(folder.Path, ["--no-demo", "--urls", ""]);

        Assert.Matches("(listening on: http://localhost:3000|address already in use)", await gateway.LineAsync(":3000"));
    }

    [Fact]
    public async Task Row37_EverythingThatIsKept_LiesInTheDataFolder()
    {
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--no-demo"]);
        Assert.Equal(0, await gateway.StopAsync());

        Assert.Empty(Directory.GetFiles(folder.Path));
        Assert.Contains(Path.Combine(folder.Data, "oneapi.db"), Directory.GetFiles(folder.Data));
    }

    [Fact]
    public async Task Row38_NoDefaultPassword_NothingWorksBefore_AndRoot123456Nowhere()
    {
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--no-demo"]);
        using var http = new HttpClient { BaseAddress = gateway.Url };
        var basic = Convert.ToBase64String("root:123456"u8);

        foreach (var (method, path) in new[] { ("GET", "/api/v1/token"), ("POST", "/api/v1/token"), ("GET", "/api/v1/token/export"), ("GET", "/api/token/"), ("GET", "/api/v1/channels"), ("GET", "/api/v1/openapi.json"), ("GET", "/v1/models"), ("POST", "/v1/chat/completions"), ("POST", "/v1/messages"), ("GET", "/dashboard/billing/usage") })
        {
            foreach (var value in new[] { null, "Bearer 123456", "Bearer root", "Bearer root:123456", "Basic " + basic })
            {
                using var request = new HttpRequestMessage(new(method), path) { Content = method == "POST" ? new StringContent(StoryHost.Chat("gpt-x", ",\"max_tokens\":9"), Encoding.UTF8, "application/json") : null };
                request.Headers.TryAddWithoutValidation("Authorization", value);
                using var answer = await http.SendAsync(request, Stop);

                Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{method} {path} {value}: {answer.StatusCode}");
            }
        }

        foreach (var code in new[] { "", "123456", "root" })
        {
            using var answer = await http.PostAsync(new Uri("/api/v1/bootstrap", UriKind.Relative), new StringContent($$"""{"code":"{{code}}"}""", Encoding.UTF8, "application/json"), Stop);
            Assert.False(answer.IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task Row40_ANewModel_IsThere_AsSoonAsTheConfigurationNamesIt()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StoryHost.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await host.ChatAsync("brand-new")).Status);

        host.Edit(
            ("OneApi:Channels:0:Name", "late"),
            ("OneApi:Channels:0:Provider", "openai"),
            ("OneApi:Channels:0:BaseUrl", fake.Url),
            ("OneApi:Channels:0:ApiKey", fake.ApiKey),
            ("OneApi:Channels:0:Models:0", "brand-new"));
        var reply = await host.ChatAsync("brand-new");

        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
        Assert.Equal("late", reply.Header("x-oneapi-channel"));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, string key, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await http.SendAsync(request, Stop);
    }
}
