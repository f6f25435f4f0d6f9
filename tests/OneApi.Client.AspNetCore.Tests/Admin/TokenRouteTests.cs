using System.Net;
using System.Text.Json;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>What requests about tokens may say, and what they are told when they may not.</summary>
public sealed class TokenRouteTests
{
    [Theory]
    [InlineData("""{"quota":100}""", "name")]
    [InlineData("""{"name":"a","quotaa":1}""", "quotaa")]
    [InlineData("""{"name":"a","name":"b"}""", "name")]
    [InlineData("""{"name":5}""", "name")]
    [InlineData("""{"name":"a","quota":-1}""", "quota")]
    [InlineData("""{"name":"a","quota":1e3}""", "quota")]
    [InlineData("""{"name":"a","quota":0.00001}""", "quota")]
    [InlineData("""{"name":"a","quota":1,"quota_usd":"1"}""", "quota_usd")]
    [InlineData("""{"name":"a","quota":1,"quota_unit":"yen"}""", "quota_unit")]
    [InlineData("""{"name":"a","expires_in":0}""", "expires_in")]
    [InlineData("""{"name":"a","expires_in":60,"expires_at":"2027-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"name":"a","expires_at":"2025-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"name":"a","expires_at":"tomorrow"}""", "expires_at")]
    [InlineData("""{"name":"a","expires_at":0}""", "expires_at")]
    [InlineData("""{"name":"a","expires_at":-1}""", "expires_at")]
    [InlineData("""{"name":"a","expires_at":1798675200}""", "expires_at")]
    [InlineData("""{"name":"a","expires_in":-1}""", "expires_in")]
    [InlineData("""{"name":"a","group":"nobody"}""", "group")]
    [InlineData("""{"name":"a","ip_whitelist":["192.168.10.0/33"]}""", "ip_whitelist[0]")]
    [InlineData("""{"name":"a","ip_whitelist":"192.168.10.0/24"}""", "ip_whitelist")]
    [InlineData("""{"name":"a","limits":{"requests_per_minute":0}}""", "limits.requests_per_minute")]
    [InlineData("""{"name":"a","limits":{"rpm":1}}""", "limits.rpm")]
    [InlineData("""{"name":"a","time_zone":"Mars/Olympus"}""", "time_zone")]
    public async Task Create_WithAWrongField_NamesIt(string body, string field)
    {
        await using var host = await AdminHost.StartAsync();

        var reply = await host.SendAsync("POST", "/api/v1/token", body);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (reply.Status, reply.Code));
        Assert.Equal([field], reply.Fields);
        var error = reply.Json.GetProperty("errors")[0];
        Assert.NotEmpty(error.GetProperty("found").GetString()!);
        Assert.Empty((await host.SendAsync("GET", "/api/v1/token")).Json.GetProperty("data").EnumerateArray());
    }

    /// <summary>A number is a moment in one tool and "never" in the next: One API's own word for it, -1, belongs to its own route.</summary>
    [Fact]
    public async Task Create_WithANumberAsItsEnd_SaysHowNeverIsSpelled()
    {
        await using var host = await AdminHost.StartAsync();

        var reply = await host.SendAsync("POST", "/api/v1/token", """{"name":"a","expires_at":0}""");
        var never = await host.SendAsync("POST", "/api/v1/token", """{"name":"b","expires_at":null}""");
        var other = await host.SendAsync("POST", "/api/token/", """{"name":"c","expired_time":0}""");

        Assert.Contains("leave it out, or give null, for a token that does not end", reply.Json.GetProperty("errors")[0].GetProperty("right").GetString()!, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, never.Json.GetProperty("expires_at").ValueKind);
        Assert.Contains("-1 for never", other.Text, StringComparison.Ordinal);
    }

    /// <summary>All have read the same state; who comes second must not undo what the first has done.</summary>
    [Fact]
    public async Task Change_OfManyWhoHaveReadTheSame_OneWins()
    {
        await using var host = await AdminHost.StartAsync();
        var made = await host.SendAsync("POST", "/api/v1/token", """{"name":"a"}""");
        var path = "/api/v1/token/" + made.Json.GetProperty("id").GetString();

        var replies = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(
            () => host.SendAsync("PATCH", path, $$"""{"owner":"o{{i}}"}""", change: request => request.Headers.TryAddWithoutValidation("If-Match", made.Header("ETag"))),
            TestContext.Current.CancellationToken)));

        Assert.Single(replies, static reply => reply.Status is HttpStatusCode.OK);
        Assert.Equal(23, replies.Count(static reply => reply.Status is HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Create_WithSeveralWrongFields_NamesAllOfThem_AndNoSecret()
    {
        await using var host = await AdminHost.StartAsync();

        var reply = await host.SendAsync("POST", "/api/v1/token", """{"name":7,"quota":"much","x":1,"key":["sk-secret-of-another"]}""");

        Assert.Equal(["key", "name", "quota", "x"], reply.Fields.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("sk-secret", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", 400, "invalid_json")]
    [InlineData("", 400, "invalid_json")]
    [InlineData("[]", 400, "invalid_request")]
    public async Task Create_WithoutAnObject_SaysSo(string body, int status, string code)
    {
        await using var host = await AdminHost.StartAsync();

        var reply = await host.SendAsync("POST", "/api/v1/token", body);

        Assert.Equal((status, code), ((int)reply.Status, reply.Code));
    }

    [Fact]
    public async Task Create_TooDeepOrTooLarge_IsRefused()
    {
        await using var host = await AdminHost.StartAsync();

        var deep = await host.SendAsync("POST", "/api/v1/token", """{"name":"a","labels":""" + new string('[', 33) + new string(']', 33) + "}");
        var large = await host.SendAsync("POST", "/api/v1/token", $$"""{"name":"{{new string('a', 1024 * 1024)}}"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_json"), (deep.Status, deep.Code));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request_too_large"), (large.Status, large.Code));
    }

    [Theory]
    [InlineData("""{"name":"a","quota":50000}""", 500_000_000, "50000", "cent")]
    [InlineData("""{"name":"a","quota_usd":"0.000001"}""", 1, "0.0001", "cent")]
    [InlineData("""{"name":"a","quota_usd":12.50}""", 12_500_000, "1250", "cent")]
    [InlineData("""{"name":"a","quota":12.50,"quota_unit":"dollar"}""", 12_500_000, "12.5", "dollar")]
    [InlineData("""{"name":"a","quota":500000,"quota_unit":"oneapi"}""", 1_000_000, "500000", "oneapi")]
    [InlineData("""{"name":"a","quota":7,"quota_unit":"micro"}""", 7, "7", "micro")]
    public async Task Row4_Quota_IsReadExactly_AndEchoedInItsUnit(string body, long micros, string quota, string unit)
    {
        await using var host = await AdminHost.StartAsync();

        var token = await host.MakeTokenAsync(body);

        Assert.Equal(micros, token.GetProperty("quota_micros").GetInt64());
        Assert.Equal(quota, token.GetProperty("quota").GetRawText());
        Assert.Equal(unit, token.GetProperty("quota_unit").GetString());
    }

    [Fact]
    public async Task Create_WithTheSameIdempotencyKey_MakesOneToken()
    {
        await using var host = await AdminHost.StartAsync();
        Task<AdminReply> Send(string body) => host.SendAsync("POST", "/api/v1/token", body, change: static request => request.Headers.Add("Idempotency-Key", "k1"));

        var first = await Send("""{"name":"a"}""");
        var second = await Send("""{"name":"a"}""");
        var other = await Send("""{"name":"b"}""");
        host.Time.Advance(TimeSpan.FromHours(25));
        var late = await Send("""{"name":"b"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.Equal(first.Text, second.Text);
        Assert.Equal("true", second.Header("Idempotent-Replayed"));
        Assert.Equal((422, "idempotency_key_reused"), ((int)other.Status, other.Code));
        Assert.Equal(HttpStatusCode.Created, late.Status);
        Assert.Equal(2, (await host.SendAsync("GET", "/api/v1/token")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Create_ThatFailed_MayBeSentAgainWithItsIdempotencyKey()
    {
        await using var host = await AdminHost.StartAsync();
        Task<AdminReply> Send(string body) => host.SendAsync("POST", "/api/v1/token", body, change: static request => request.Headers.Add("Idempotency-Key", "k1"));

        Assert.Equal(HttpStatusCode.BadRequest, (await Send("""{"nam":"a"}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await Send("""{"name":"a"}""")).Status);
    }

    [Fact]
    public async Task Change_WithTheETagOfBefore_IsRefused()
    {
        await using var host = await AdminHost.StartAsync();
        var path = "/api/v1/token/" + (await host.MakeTokenAsync("""{"name":"a","owner":"o","quota":100}""")).GetProperty("id").GetString();
        var tag = (await host.SendAsync("GET", path)).Header("ETag");
        Task<AdminReply> Send(string method, string? body) => host.SendAsync(method, path, body, change: request => request.Headers.TryAddWithoutValidation("If-Match", tag));

        var known = await host.SendAsync("GET", path, change: request => request.Headers.TryAddWithoutValidation("If-None-Match", tag));
        var first = await Send("PATCH", """{"quota":200}""");
        var second = await Send("PATCH", """{"quota":300}""");
        var end = await Send("DELETE", null);

        Assert.Equal(HttpStatusCode.NotModified, known.Status);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.NotEqual(tag, first.Header("ETag"));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "changed_meanwhile"), (second.Status, second.Code));
        Assert.Equal(HttpStatusCode.PreconditionFailed, end.Status);
        var token = (await host.SendAsync("GET", path)).Json;
        Assert.Equal(("o", 2_000_000, "active"), (token.GetProperty("owner").GetString(), token.GetProperty("quota_micros").GetInt64(), token.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Put_ReplacesAll_PatchTakesAwayWithNull()
    {
        await using var host = await AdminHost.StartAsync();
        var path = "/api/v1/token/" + (await host.MakeTokenAsync("""{"name":"a","owner":"o","quota":100,"expires_in":60,"limits":{"concurrency":2}}""")).GetProperty("id").GetString();

        var patched = (await host.SendAsync("PATCH", path, """{"quota":null}""")).Json;
        var put = (await host.SendAsync("PUT", path, """{"name":"b"}""")).Json;

        Assert.Equal((JsonValueKind.Null, "o", 2), (patched.GetProperty("quota").ValueKind, patched.GetProperty("owner").GetString(), patched.GetProperty("limits").GetProperty("concurrency").GetInt32()));
        Assert.Equal(("b", JsonValueKind.Null, JsonValueKind.Null), (put.GetProperty("name").GetString(), put.GetProperty("owner").ValueKind, put.GetProperty("expires_at").ValueKind));
    }

    [Fact]
    public async Task List_GoesThroughAllTokensInPages()
    {
        await using var host = await AdminHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.MakeTokenAsync($$"""{"name":"t{{i}}"}""");
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var names = new List<string>();
        string? next = null;
        var pages = 0;
        do
        {
            var page = (await host.SendAsync("GET", "/api/v1/token?limit=2" + (next is null ? "" : "&after=" + next))).Json;
            names.AddRange(page.GetProperty("data").EnumerateArray().Select(static token => token.GetProperty("name").GetString()!));
            next = page.GetProperty("next").GetString();
            pages++;
        }
        while (next is not null);

        Assert.Equal(["t0", "t1", "t2", "t3", "t4"], names);
        Assert.Equal(3, pages);
        Assert.Equal(["after"], (await host.SendAsync("GET", "/api/v1/token?after=none")).Fields);
        Assert.Equal(["limit"], (await host.SendAsync("GET", "/api/v1/token?limit=501")).Fields);
        Assert.Equal(["page"], (await host.SendAsync("GET", "/api/v1/token?page=1")).Fields);
    }

    [Fact]
    public async Task RotateAndRevoke_EndTheKeys()
    {
        await using var host = await AdminHost.StartAsync();
        var token = await host.MakeTokenAsync("""{"name":"a","group":"customer_service"}""");
        var (old, path) = (token.GetProperty("key").GetString()!, "/api/v1/token/" + token.GetProperty("id").GetString());

        var rotated = (await host.SendAsync("POST", path + "/rotate", """{"overlap":60}""")).Json.GetProperty("key").GetString()!;
        await host.AskAsync(old);
        await host.AskAsync(rotated);
        host.Time.Advance(TimeSpan.FromSeconds(61));
        await Assert.ThrowsAsync<OneApiException>(() => host.AskAsync(old));
        var revoked = await host.SendAsync("DELETE", path);

        Assert.Equal(HttpStatusCode.NoContent, revoked.Status);
        await Assert.ThrowsAsync<OneApiException>(() => host.AskAsync(rotated));
        Assert.Equal("revoked", (await host.SendAsync("GET", path)).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task OneApisOwnRoutes_MakeListAndEndTokens_InItsUnit()
    {
        await using var host = await AdminHost.StartAsync();
        var imported = "sk-" + new string('a', 24) + "BCDEFGH123456789abcdefgh";

        var made = (await host.SendAsync("POST", "/api/token/", """{"name":"a","remain_quota":500000,"expired_time":-1,"unlimited_quota":false,"group":"customer_service"}""")).Json;
        var brought = await host.SendAsync("POST", "/api/token/", $$"""{"name":"b","unlimited_quota":true,"key":"{{imported[3..]}}","group":"customer_service"}""");
        var refused = await host.SendAsync("POST", "/api/token/", $$"""{"name":"c","key":"{{imported}}"}""", OneApiAdminRole.Operator);
        var token = made.GetProperty("data");
        await host.AskAsync("sk-" + token.GetProperty("key").GetString());
        await host.AskAsync(imported);
        var list = (await host.SendAsync("GET", "/api/token/?p=0")).Json.GetProperty("data");
        var ended = await host.SendAsync("DELETE", "/api/token/" + token.GetProperty("id").GetString());
        var after = (await host.SendAsync("GET", "/api/token/" + token.GetProperty("id").GetString())).Json.GetProperty("data");

        Assert.True(made.GetProperty("success").GetBoolean());
        Assert.Equal((500_000, -1, 1), (token.GetProperty("remain_quota").GetInt64(), token.GetProperty("expired_time").GetInt64(), token.GetProperty("status").GetInt32()));
        Assert.Equal(1_000_000, (await host.SendAsync("GET", "/api/v1/token/" + token.GetProperty("id").GetString())).Json.GetProperty("quota_micros").GetInt64());
        Assert.Equal(HttpStatusCode.OK, brought.Status);
        Assert.Equal(["key"], refused.Fields);
        Assert.Equal(2, list.GetArrayLength());
        Assert.All(list.EnumerateArray(), static one => Assert.Equal("", one.GetProperty("key").GetString()));
        Assert.Equal((HttpStatusCode.OK, 2), (ended.Status, after.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Row41_SelfService_MintsCappedTokens_AndSeesItsOwnOnly()
    {
        await using var host = await AdminHost.StartAsync(static options => options.SelfService = new() { MaxTokens = 1, MaxLife = TimeSpan.FromDays(1), Models = ["qwen-*"] });
        Task<AdminReply> Send(string method, string path, string? body = null) => host.SendAsync(method, path, body, OneApiAdminRole.SelfService);
        var foreign = "/api/v1/token/" + (await host.MakeTokenAsync("""{"name":"foreign"}""")).GetProperty("id").GetString();

        var greedy = await Send("POST", "/api/v1/token", """{"name":"t","quota":501,"expires_in":86401,"models":["gpt-x"],"group":"customer_service","owner":"customer","limits":{"requests_per_minute":61}}""");
        var own = await Send("POST", "/api/v1/token", """{"name":"t"}""");
        var second = await Send("POST", "/api/v1/token", """{"name":"u"}""");
        var path = "/api/v1/token/" + own.Json.GetProperty("id").GetString();
        var seen = (await host.SendAsync("GET", path)).Json;

        Assert.Equal(["expires_in", "group", "limits.requests_per_minute", "models[0]", "owner", "quota"], greedy.Fields.Order(StringComparer.Ordinal));
        Assert.Equal((HttpStatusCode.Created, 5_000_000, "2026-11-27T09:30:00Z"), (own.Status, own.Json.GetProperty("quota_micros").GetInt64(), own.Json.GetProperty("expires_at").GetString()));
        Assert.Equal(("selfservice", "qwen-*", 60), (seen.GetProperty("owner").GetString(), seen.GetProperty("models")[0].GetString(), seen.GetProperty("limits").GetProperty("requests_per_minute").GetInt32()));
        Assert.Equal(HttpStatusCode.BadRequest, second.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Send("GET", foreign)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Send("DELETE", foreign)).Status);
        Assert.Single((await Send("GET", "/api/v1/token")).Json.GetProperty("data").EnumerateArray());
        Assert.Equal(HttpStatusCode.NoContent, (await Send("DELETE", path)).Status);
    }
}
