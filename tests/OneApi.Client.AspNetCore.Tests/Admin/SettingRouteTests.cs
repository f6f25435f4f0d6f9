using System.Net;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>Channels, groups, model maps and prices over the admin API: no restart, no secret shown.</summary>
public sealed class SettingRouteTests
{
    [Fact]
    public async Task NewChannel_IsMade_Tested_Shown_AndRemoved()
    {
        await using var host = await AdminHost.StartAsync();
        await using var fake = FakeOpenAI.Start();
        var body = $$"""{"name":"live","provider":"openai","base_url":"{{fake.Url}}","api_key":"{{fake.ApiKey}}","models":["new-model"],"allowed_networks":["127.0.0.0/8"]}""";

        var made = await host.SendAsync("POST", "/api/v1/channels", body);
        var test = await host.SendAsync("POST", "/api/v1/channels/live/test", "{}");
        var again = await host.SendAsync("POST", "/api/v1/channels", body);
        var shown = await host.SendAsync("GET", "/api/v1/channels/live/settings");

        Assert.Equal((HttpStatusCode.Created, "stored", "/api/v1/channels/live/settings"), (made.Status, made.Json.GetProperty("source").GetString(), made.Header("Location")));
        Assert.True(test.Json.GetProperty("ok").GetBoolean(), test.Text);
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (again.Status, again.Code));
        Assert.Equal(made.Header("ETag"), shown.Header("ETag"));
        Assert.DoesNotContain(fake.ApiKey, made.Text + shown.Text + test.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync("DELETE", "/api/v1/channels/live")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync("GET", "/api/v1/channels/live/settings")).Status);
    }

    [Fact]
    public async Task Weight_ChangesLive_AndComesBack()
    {
        await using var host = await AdminHost.StartAsync();

        var changed = await host.SendAsync("PATCH", "/api/v1/channels/one", """{"weight":9,"enabled":false}""");
        var wrong = await host.SendAsync("PATCH", "/api/v1/channels/one", """{"weight":-1}""");
        var unknown = await host.SendAsync("PATCH", "/api/v1/channels/one", """{"colour":"red"}""");

        Assert.Equal((9, false), (changed.Json.GetProperty("settings").GetProperty("weight").GetInt32(), changed.Json.GetProperty("settings").GetProperty("enabled").GetBoolean()));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "colour"), (unknown.Status, unknown.Fields.Single()));
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync("DELETE", "/api/v1/channels/one")).Status);
        Assert.Equal("not_stored", (await host.SendAsync("DELETE", "/api/v1/channels/one")).Code);
    }

    [Fact]
    public async Task Change_WithAnOlderTag_IsRefused()
    {
        await using var host = await AdminHost.StartAsync();
        var made = await host.SendAsync("PUT", "/api/v1/channels/a", """{"provider":"openai","api_key":"k"}""");
        var changed = await host.SendAsync("PUT", "/api/v1/channels/a", """{"provider":"openai","weight":2}""", change: request => request.Headers.TryAddWithoutValidation("If-Match", made.Header("ETag")));

        var older = await host.SendAsync("PUT", "/api/v1/channels/a", """{"provider":"openai","weight":3}""", change: request => request.Headers.TryAddWithoutValidation("If-Match", made.Header("ETag")));

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, older.Status);
    }

    [Fact]
    public async Task WrongChannel_NamesAllThatIsWrong()
    {
        await using var host = await AdminHost.StartAsync();

        var reply = await host.SendAsync("PUT", "/api/v1/channels/a", """{"provider":"nobody","weight":-1,"what":1}""");

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(3, reply.Fields.Length);
    }

    [Theory]
    [InlineData("/api/v1/groups/vip", """{"models":["gpt-*"],"price_ratio":"0.5"}""", """{"price_ratio":"much"}""")]
    [InlineData("/api/v1/model-maps/qwen-max", """{"to":"qwen-plus"}""", """{"too":"x"}""")]
    [InlineData("/api/v1/prices/gpt-x", """{"input":"1.50","output":"2"}""", """{"input":"much"}""")]
    public async Task Setting_IsSet_Listed_AndTakenBack(string path, string body, string wrong)
    {
        await using var host = await AdminHost.StartAsync();

        var made = await host.SendAsync("PUT", path, body);
        var refused = await host.SendAsync("PUT", path, wrong);
        var list = await host.SendAsync("GET", path[..path.LastIndexOf('/')]);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(path[(path.LastIndexOf('/') + 1)..], list.Json.GetProperty("data")[0].GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync("DELETE", path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync("DELETE", path)).Status);
    }
}
