using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task StoredChannel_WhoseNameTheConfigurationHasTaken_CanBeRemoved()
    {
        var store = new StoreOf(new StoredSetting(SettingKinds.Channel, "one", """{"provider":"openai"}""", 1, default));
        await using var host = await AdminHost.StartAsync(services: services => services.AddSingleton<IChannelStore>(store));

        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync("DELETE", "/api/v1/channels/one")).Status);
        Assert.Equal("not_stored", (await host.SendAsync("DELETE", "/api/v1/channels/one")).Code);
        Assert.Empty(store.Items);
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

    /// <summary>All have read the same state; who comes second must not undo what the first has done.</summary>
    [Theory]
    [InlineData("one")]
    [InlineData("stored")]
    public async Task Weight_OfManyWhoHaveReadTheSame_IsChangedByOne(string channel)
    {
        await using var host = await AdminHost.StartAsync();
        await host.SendAsync("PUT", "/api/v1/channels/stored", """{"provider":"openai","api_key":"k"}""");
        var shown = await host.SendAsync("GET", $"/api/v1/channels/{channel}/settings");

        var replies = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(
            () => host.SendAsync("PATCH", "/api/v1/channels/" + channel, $$"""{"weight":{{i + 10}}}""", change: request => request.Headers.TryAddWithoutValidation("If-Match", shown.Header("ETag"))),
            TestContext.Current.CancellationToken)));

        Assert.Single(replies, static reply => reply.Status is HttpStatusCode.OK);
        Assert.Equal(23, replies.Count(static reply => reply.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict));
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
        Assert.Equal(path[(path.LastIndexOf('/') + 1)..], list.Json.GetProperty("data").EnumerateArray().Single(static item => item.GetProperty("source").GetString() == "stored").GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync("DELETE", path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync("DELETE", path)).Status);
    }

    [Theory]
    [InlineData("/api/v1/groups", "customer_service", """{"models":["x"]}""")]
    [InlineData("/api/v1/model-maps", "from-file", """{"to":"y"}""")]
    [InlineData("/api/v1/prices", "*", """{"input":"5","output":"6"}""")]
    public async Task TheConfigurationsOwn_AreShownWithTheirSource_UntilOneIsSetHere(string path, string name, string body)
    {
        await using var host = await AdminHost.StartAsync(gateway: static options => options.ModelMap["from-file"] = "x");
        var one = path + "/" + name;

        var listed = Source(await host.SendAsync("GET", path));
        var before = await host.SendAsync("GET", one);
        var untouched = await host.SendAsync("DELETE", one);
        var set = await host.SendAsync("PUT", one, body, change: request => request.Headers.TryAddWithoutValidation("If-Match", before.Header("ETag")));
        var after = Source(await host.SendAsync("GET", path));
        var gone = await host.SendAsync("DELETE", one);

        Assert.Equal(("configuration", "configuration", 0L), (listed, before.Json.GetProperty("source").GetString(), before.Json.GetProperty("version").GetInt64()));
        Assert.Equal((HttpStatusCode.Conflict, "not_stored"), (untouched.Status, untouched.Code));
        Assert.Equal((HttpStatusCode.OK, "stored", "stored"), (set.Status, set.Json.GetProperty("source").GetString(), after));
        Assert.Equal(HttpStatusCode.NoContent, gone.Status);
        Assert.Equal(before.Text, (await host.SendAsync("GET", one)).Text);

        string? Source(AdminReply list) => list.Json.GetProperty("data").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name).GetProperty("source").GetString();
    }

    [Fact]
    public async Task StoredOnesThatWentWrong_AreShownWithTheirErrors_AndCanBeMendedOrRemoved()
    {
        var store = new BadStore();
        await using var host = await AdminHost.StartAsync(services: services => services.AddSingleton<IChannelStore>(store));

        var group = await host.SendAsync("GET", "/api/v1/groups/bad");
        var channel = await host.SendAsync("GET", "/api/v1/channels/old/settings");
        var other = await host.SendAsync("PUT", "/api/v1/prices/gpt-x", """{"input":"1","output":"2"}""");
        var mended = await host.SendAsync("PUT", "/api/v1/groups/bad", """{"strategy":"Ordered"}""");
        var removed = await host.SendAsync("DELETE", "/api/v1/channels/old");

        Assert.Contains("Luck", group.Json.GetProperty("errors")[0].GetString()!, StringComparison.Ordinal);
        Assert.Contains("colour", channel.Json.GetProperty("errors")[0].GetString()!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, other.Status);
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null), (mended.Status, mended.Json.GetProperty("errors").ValueKind));
        Assert.Equal(HttpStatusCode.NoContent, removed.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync("GET", "/api/v1/channels/old/settings")).Status);
    }

    [Fact]
    public async Task WhileTheConfigurationIsWrong_ARefusalSaysThatItIsNotTheCallersFault()
    {
        var isWrong = false;
        await using var host = await AdminHost.StartAsync(gateway: options => options.Failover.MaxAttempts = isWrong ? 0 : options.Failover.MaxAttempts);
        isWrong = true;

        var reply = await host.SendAsync("PUT", "/api/v1/prices/gpt-x", """{"input":"1","output":"2"}""");

        Assert.Equal((HttpStatusCode.Conflict, "configuration_invalid"), (reply.Status, reply.Code));
        Assert.Contains("OneApi:Failover:MaxAttempts", reply.Text, StringComparison.Ordinal);
    }

    /// <summary>What another version of the gateway, or another configuration, has left in it.</summary>
    private sealed class BadStore : IChannelStore
    {
        private readonly List<StoredSetting> _settings =
        [
            new(SettingKinds.Group, "bad", """{"strategy":"Luck"}""", 1, default),
            new(SettingKinds.Channel, "old", """{"provider":"openai","colour":"red"}""", 2, default),
        ];

        private long _version = 2;

        public bool IsDurable => false;

        public ValueTask<long> GetVersionAsync(CancellationToken cancellationToken) => new(_version);

        public ValueTask<StoredSettings> ListAsync(CancellationToken cancellationToken) => new(new StoredSettings(_version, [.. _settings]));

        public ValueTask<long?> PutAsync(StoredSetting setting, long expectedVersion, CancellationToken cancellationToken)
        {
            _settings.RemoveAll(one => one.Kind == setting.Kind && one.Name == setting.Name);
            _settings.Add(setting with { Version = ++_version });
            return new(_version);
        }

        public ValueTask<bool> RemoveAsync(string kind, string name, long expectedVersion, CancellationToken cancellationToken)
        {
            _version++;
            return new(_settings.RemoveAll(one => one.Kind == kind && one.Name == name) > 0);
        }
    }

    private sealed class StoreOf(params StoredSetting[] items) : IChannelStore
    {
        public List<StoredSetting> Items { get; } = [.. items];

        public bool IsDurable => false;

        public ValueTask<long> GetVersionAsync(CancellationToken cancellationToken) => new(Items.Count == 0 ? 2 : 1);

        public ValueTask<StoredSettings> ListAsync(CancellationToken cancellationToken) => new(new StoredSettings(Items.Count == 0 ? 2 : 1, [.. Items]));

        public ValueTask<long?> PutAsync(StoredSetting setting, long expectedVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> RemoveAsync(string kind, string name, long expectedVersion, CancellationToken cancellationToken) => new(Items.RemoveAll(one => one.Kind == kind && one.Name == name) > 0);
    }
}
