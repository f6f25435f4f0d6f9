using System.Net;
using System.Text.Json;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>Rows 1 to 9, and 41: access tokens as the story makes and uses them, over HTTP.</summary>
public sealed class TokenRowsTests
{
    private const string Body = """{"name":"customer_a_service","expires_in":2592000,"quota":50000,"group":"customer_service","ip_whitelist":["192.168.10.0/24"]}""";

    [Fact]
    public async Task Row01_TokenRoute_TakesTheStorysCall_FromTheAdministratorAlone()
    {
        await using var host = await StoryHost.StartAsync();

        var made = await host.SendAsync("POST", "/api/v1/token", Body, StoryHost.AdminKey);
        var refused = await host.SendAsync("POST", "/api/v1/token", Body, "another-key-of-more-than-32-characters");
        var caller = await host.SendAsync("POST", "/api/v1/token", Body, made.Json.GetProperty("key").GetString());

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (made.Status, refused.Status, caller.Status));
    }

    [Fact]
    public async Task Row02_Name_IsKept_AndHasALimit()
    {
        await using var host = await StoryHost.StartAsync();

        var made = await host.TokenAsync(Body);
        var none = await host.AdminAsync("POST", "/api/v1/token", """{"quota":1}""");
        var endless = await host.AdminAsync("POST", "/api/v1/token", $$"""{"name":"{{new string('n', 10_000)}}"}""");

        Assert.Equal("customer_a_service", made.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, none.Status);
        Assert.Equal(HttpStatusCode.BadRequest, endless.Status);
        Assert.Contains("name", endless.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row03_ExpiresIn_AreSeconds_AndAMomentIsTakenAsWell()
    {
        await using var host = await StoryHost.StartAsync();
        var before = DateTimeOffset.UtcNow;

        var days = (await host.TokenAsync(Body)).GetProperty("expires_at").GetDateTimeOffset();
        var moment = (await host.TokenAsync("""{"name":"b","expires_at":"2099-01-02T03:04:05Z"}""")).GetProperty("expires_at").GetDateTimeOffset();

        Assert.InRange(days, before.AddDays(30).AddSeconds(-1), DateTimeOffset.UtcNow.AddDays(30).AddSeconds(1));
        Assert.Equal(new DateTimeOffset(2099, 1, 2, 3, 4, 5, TimeSpan.Zero), moment);
    }

    [Fact]
    public async Task Row04_Quota_OfFiftyThousand_IsFiveHundredDollars()
    {
        await using var host = await StoryHost.StartAsync();

        var units = await host.TokenAsync(Body);
        var dollars = await host.TokenAsync("""{"name":"b","quota_usd":500}""");

        Assert.Equal((50000, "cent", 500_000_000, "USD"), (units.GetProperty("quota").GetInt64(), units.GetProperty("quota_unit").GetString(), units.GetProperty("quota_micros").GetInt64(), units.GetProperty("currency").GetString()));
        Assert.Equal(500_000_000, dollars.GetProperty("quota_micros").GetInt64());
    }

    [Fact]
    public async Task Row05_Group_LimitsChannelsAndModels()
    {
        await using var qwen = FakeQwen.Start();
        await using var claude = FakeAnthropic.Start();
        await using var host = await StartAsync(qwen, claude);
        var key = (await host.TokenAsync("""{"name":"a","group":"customer_service"}""")).GetProperty("key").GetString();

        var own = await host.ChatAsync("qwen-plus", key: key);
        var other = await host.ChatAsync("claude-sonnet-4-5", key: key);
        var asked = await host.ChatAsync("claude-sonnet-4-5", key: key, change: static request => request.Headers.Add("x-oneapi-group", "content_generation"));

        Assert.True(own.Status is HttpStatusCode.OK, own.Text);
        Assert.NotEqual(HttpStatusCode.OK, other.Status);
        Assert.NotEqual(HttpStatusCode.OK, asked.Status);
        Assert.Empty(claude.Requests);
    }

    [Theory]
    [InlineData("192.168.10.7", true)]
    [InlineData("::ffff:192.168.10.255", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("192.168.11.7", false)]
    [InlineData("2001:db9::1", false)]
    [InlineData(null, false)]
    public async Task Row06_IpWhitelist_HoldsForBothFamilies_BehindAKnownProxy(string? from, bool isTaken)
    {
        await using var qwen = FakeQwen.Start();
        await using var claude = FakeAnthropic.Start();
        await using var host = await StartAsync(qwen, claude);
        var key = (await host.TokenAsync("""{"name":"a","group":"customer_service","ip_whitelist":["192.168.10.0/24","2001:db8::/32"]}""")).GetProperty("key").GetString();

        var reply = await host.ChatAsync("qwen-plus", key: key, from: from);

        Assert.True(reply.Status == (isTaken ? HttpStatusCode.OK : HttpStatusCode.Forbidden), reply.Text);
        Assert.DoesNotContain("192.168.10", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row07_TheKey_IsHandedOutOnce_AndKeptHashed()
    {
        await using var qwen = FakeQwen.Start();
        await using var claude = FakeAnthropic.Start();
        await using var host = await StartAsync(qwen, claude);
        var made = await host.TokenAsync("""{"name":"a","group":"customer_service"}""");
        var key = made.GetProperty("key").GetString()!;

        Assert.Equal(HttpStatusCode.OK, (await host.ChatAsync("qwen-plus", key: key)).Status);
        foreach (var path in new[] { "/api/v1/token", "/api/v1/token/" + made.GetProperty("id").GetString(), "/api/v1/token/export", "/api/v1/token/export?format=csv" })
        {
            Assert.DoesNotContain(key, (await host.AdminAsync("GET", path)).Text, StringComparison.Ordinal);
        }

        await host.StopAsync();
        Assert.All(Directory.GetFiles(host.Folder), file => Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(key)) >= 0, file));
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("x-api-key", "")]
    [InlineData("api-key", "")]
    public async Task Row08_TheKey_GoesWhereTheOldOneWent(string header, string before)
    {
        await using var qwen = FakeQwen.Start();
        await using var claude = FakeAnthropic.Start();
        await using var host = await StartAsync(qwen, claude);

        var reply = await host.ChatAsync("qwen-plus", change: request =>
        {
            request.Headers.Authorization = null;
            request.Headers.Add(header, before + host.Key);
        });

        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
    }

    [Fact]
    public async Task Row09_Quota_CountsACallThatHasJustEnded_AndEndsWhenItIsUsed()
    {
        await using var qwen = FakeQwen.Start();
        qwen.Reply(new FakeReply { Text = "fine", Usage = new() { InputTokens = 1000, OutputTokens = 1000 } });
        await using var claude = FakeAnthropic.Start();
        await using var host = await StartAsync(qwen, claude);
        var made = await host.TokenAsync("""{"name":"a","quota":100,"group":"customer_service"}""");
        var (key, path) = (made.GetProperty("key").GetString(), $"/api/v1/token/{made.GetProperty("id").GetString()}/quota");

        Assert.Equal(0, (await host.AdminAsync("GET", path)).Json.GetProperty("total").GetProperty("used_micros").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await host.ChatAsync("qwen-plus", ",\"max_tokens\":16", key)).Status);
        var total = (await host.AdminAsync("GET", path)).Json.GetProperty("total");
        var empty = await host.ChatAsync("qwen-plus", ",\"max_tokens\":1000000", key);

        // 1 000 tokens in at 1 dollar and 1 000 out at 2 dollars per million.
        Assert.Equal((3_000, 997_000, 0), (total.GetProperty("used_micros").GetInt64(), total.GetProperty("left_micros").GetInt64(), total.GetProperty("held_micros").GetInt64()));
        Assert.Equal((HttpStatusCode.PaymentRequired, "false"), (empty.Status, empty.Header("x-should-retry")));
    }

    [Fact]
    public async Task Row41_ProductPeople_MakeLimitedTestTokens_ThemselvesAndNothingElse()
    {
        const string Key = "the-key-of-the-product-people-0123456789";
        await using var host = await StoryHost.StartAsync(admin: static options => options.Keys.Add(new() { Name = "product", Key = Key, Role = OneApiAdminRole.SelfService }));

        var made = await host.SendAsync("POST", "/api/v1/token", """{"name":"trial"}""", Key);
        var greedy = await host.SendAsync("POST", "/api/v1/token", """{"name":"trial","quota":100000000}""", Key);
        var export = await host.SendAsync("GET", "/api/v1/token/export", key: Key);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden), (made.Status, greedy.Status, export.Status));
        Assert.NotEqual(JsonValueKind.Null, made.Json.GetProperty("quota_micros").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, made.Json.GetProperty("expires_at").ValueKind);
    }

    private static Task<StoryHost> StartAsync(FakeQwen qwen, FakeAnthropic claude) => StoryHost.StartAsync(options =>
    {
        options.Channels.Add(StoryHost.Channel("qwen", "qwen", qwen, "qwen-max", "qwen-plus"));
        options.Channels.Add(StoryHost.Channel("claude", "anthropic", claude, "claude-sonnet-4-5"));
        options.Groups["customer_service"] = new() { Models = ["qwen-*"] };
        options.Groups["content_generation"] = new() { Models = ["claude-*"] };
        options.Groups["internal_dev"] = new();
        options.Prices["*"] = new() { Input = "1", Output = "2" };
    });
}
