using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Settings;
using OneApi.Client.Tests.Channels;
using OneApi.Client.Tests.Transport;

namespace OneApi.Client.Tests.Settings;

/// <summary>Channels, groups, model maps and prices that are changed while the gateway runs.</summary>
public sealed class GatewaySettingsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewChannel_ServesTheNextCall_AndADeletedOneNone()
    {
        await using var server = await LoopbackServer.StartAsync(static context => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, """{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"""));
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        await Assert.ThrowsAsync<OneApiException>(() => gateway.AskAsync("new", cancellationToken: Stop));

        var made = await settings.PutChannelAsync("live", Json($$"""{"provider":"openai-compatible","base_url":"{{server.Url}}","api_key":"sk-very-secret","models":["new"],"allowed_networks":["127.0.0.0/8"]}"""), 0, Stop);

        Assert.Equal((ChannelSource.Stored, 1, 1L), (made.Source, made.Number, made.Version));
        Assert.Equal("Hi", await gateway.AskAsync("new", cancellationToken: Stop));
        Assert.DoesNotContain("sk-very-secret", made.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, made.Json.GetProperty("key_count").GetInt32());
        Assert.True(await settings.RemoveAsync(SettingKinds.Channel, "LIVE", null, Stop));
        Assert.Equal(OneApiErrorKind.ModelNotFound, (await Assert.ThrowsAsync<OneApiException>(() => gateway.AskAsync("new", cancellationToken: Stop))).Kind);
    }

    [Fact]
    public async Task WrongChannel_IsRefusedWithAllErrors_AndNothingChanges()
    {
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();

        var error = await Assert.ThrowsAsync<SettingsException>(() => settings.PutChannelAsync("x", Json("""{"provider":"nobody","weight":-1,"colour":"red","allowed_networks":["here"]}"""), null, Stop).AsTask());

        Assert.Contains(error.Errors, static one => one.Contains("'nobody' is not known", StringComparison.Ordinal));
        Assert.Contains(error.Errors, static one => one.Contains("Weight: is -1", StringComparison.Ordinal));
        Assert.Contains(error.Errors, static one => one.Contains("colour: is not known", StringComparison.Ordinal));
        Assert.Contains(error.Errors, static one => one.Contains("'here' is no address", StringComparison.Ordinal));
        Assert.Empty(settings.ListChannels());
    }

    [Fact]
    public async Task NameOfCode_CantBeTaken_ButItsWeightPriorityAndSwitchChange()
    {
        await using var gateway = TestGateway.Of(static options => options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = "k", Weight = 3 }));
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();

        Assert.True((await Assert.ThrowsAsync<SettingsException>(() => settings.PutChannelAsync("One", Json("""{"provider":"openai"}"""), null, Stop).AsTask())).IsConflict);
        await settings.OverrideChannelAsync("one", Json("""{"weight":7}"""), null, Stop);
        var changed = await settings.OverrideChannelAsync("one", Json("""{"enabled":false}"""), null, Stop);

        Assert.Equal((7, 0, false), (changed.Json.GetProperty("weight").GetInt32(), changed.Json.GetProperty("priority").GetInt32(), changed.Json.GetProperty("enabled").GetBoolean()));
        Assert.Equal((7, false), (gateway.Snapshot.ByName["one"].Weight, gateway.Snapshot.ByName["one"].Enabled));
        Assert.True(await settings.RemoveAsync(SettingKinds.Override, "one", null, Stop));
        Assert.Equal((3, true), (gateway.Snapshot.ByName["one"].Weight, gateway.Snapshot.ByName["one"].Enabled));
    }

    [Fact]
    public async Task AnOlderVersion_ChangesNothing()
    {
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        var first = await settings.PutChannelAsync("a", Json("""{"provider":"openai","api_key":"k"}"""), 0, Stop);
        var second = await settings.PutChannelAsync("a", Json("""{"provider":"openai","weight":2}"""), first.Version, Stop);

        var error = await Assert.ThrowsAsync<SettingsException>(() => settings.PutChannelAsync("a", Json("""{"provider":"openai","weight":3}"""), first.Version, Stop).AsTask());

        Assert.True(error.IsConflict);
        Assert.True((await Assert.ThrowsAsync<SettingsException>(() => settings.RemoveAsync(SettingKinds.Channel, "a", first.Version, Stop).AsTask())).IsConflict);
        Assert.Equal(2, settings.ListChannels().Single().Json.GetProperty("weight").GetInt32());
        Assert.True(second.Version > first.Version);
    }

    [Fact]
    public async Task Key_StaysWithItsAddress()
    {
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        await settings.PutChannelAsync("a", Json("""{"provider":"openai","base_url":"https://one.example/v1","api_key":"k"}"""), 0, Stop);

        var same = await settings.PutChannelAsync("a", Json("""{"provider":"openai","base_url":"https://one.example/v2"}"""), null, Stop);
        Assert.Equal(1, same.Json.GetProperty("key_count").GetInt32());
        foreach (var address in new[] { "https://two.example/v1", "http://one.example/v1", "https://one.example:444/v1" })
        {
            var error = await Assert.ThrowsAsync<SettingsException>(() => settings.PutChannelAsync("a", Json($$"""{"provider":"openai","base_url":"{{address}}"}"""), null, Stop).AsTask());
            Assert.Contains("entered again", error.Errors.Single(), StringComparison.Ordinal);
        }

        var moved = await settings.PutChannelAsync("a", Json("""{"provider":"openai","base_url":"https://two.example/v1","api_keys":["l","m"]}"""), null, Stop);
        Assert.Equal(2, moved.Json.GetProperty("key_count").GetInt32());
    }

    [Fact]
    public async Task WhatIsShown_MayComeBack()
    {
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        var made = await settings.PutChannelAsync("a", Json("""{"provider":"openai","api_key":"k","models":["m:1","n"],"model_map":{"m:1":"real:1"},"limits":{"requests_per_minute":5},"timeouts":{"first_token":"00:00:07"},"headers":{"x-a":"secret"}}"""), 0, Stop);

        var again = await settings.PutChannelAsync("a", made.Json, made.Version, Stop);

        Assert.Equal(made.Json.GetRawText(), again.Json.GetRawText());
        Assert.Equal("real:1", gateway.Snapshot.ByName["a"].ModelMap["m:1"]);
        Assert.Equal(5, gateway.Snapshot.ByName["a"].Limits.RequestsPerMinute);
        Assert.DoesNotContain("secret", again.Json.GetRawText().Replace("has_secret_key", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GroupsModelMapsAndPrices_HoldAtOnce_AndGoAgain()
    {
        await using var gateway = TestGateway.Of(static options => options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = "k" }));
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();

        await settings.PutAsync(SettingKinds.Group, "vip", Json("""{"models":["gpt-*"],"price_ratio":"0.5","strategy":"Cheapest"}"""), 0, Stop);
        await settings.PutAsync(SettingKinds.ModelMap, "llama3:8b", Json("""{"to":"llama3"}"""), 0, Stop);
        await settings.PutAsync(SettingKinds.Price, "gpt-*", Json("""{"input":"1.50","output":"2"}"""), 0, Stop);

        Assert.Equal(500_000, gateway.Snapshot.Groups["vip"].PriceRatioPpm);
        Assert.Equal("llama3", gateway.Snapshot.ModelMap["llama3:8b"]);
        Assert.Equal(["gpt-*"], settings.List(SettingKinds.Price).Select(static one => one.Name));
        await Assert.ThrowsAsync<SettingsException>(() => settings.PutAsync(SettingKinds.Price, "x", Json("""{"input":"much"}"""), 0, Stop).AsTask());
        await Assert.ThrowsAsync<SettingsException>(() => settings.PutAsync(SettingKinds.Group, "bad", Json("""{"strategy":"Luck"}"""), 0, Stop).AsTask());
        Assert.True(await settings.RemoveAsync(SettingKinds.Group, "vip", null, Stop));
        Assert.False(gateway.Snapshot.Groups.ContainsKey("vip"));
        Assert.False(await settings.RemoveAsync(SettingKinds.Group, "vip", null, Stop));
    }

    [Fact]
    public async Task AnotherNode_TakesTheChangeUp()
    {
        var store = new MemoryChannelStore();
        var time = new FakeTimeProvider();
        await using var one = new TestGateway(services => { services.AddSingleton<IChannelStore>(store); services.AddOneApi(static _ => { }); });
        await using var two = new TestGateway(services => { services.AddSingleton<TimeProvider>(time); services.AddSingleton<IChannelStore>(store); services.AddOneApi(static _ => { }); });
        var upkeep = two.Services.GetServices<IHostedService>().OfType<SettingsUpkeep>().Single();
        await upkeep.StartAsync(Stop);

        await one.Services.GetRequiredService<IGatewaySettings>().PutChannelAsync("a", Json("""{"provider":"openai","api_key":"k"}"""), 0, Stop);
        for (var start = System.Diagnostics.Stopwatch.GetTimestamp(); System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20) && !two.Snapshot.ByName.ContainsKey("a");)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.True(two.Snapshot.ByName.ContainsKey("a"));
        await upkeep.StopAsync(Stop);
    }

    [Fact]
    public async Task DurableStore_KeepsNoSecretWithoutProtection()
    {
        var store = new DurableStore();
        await using var gateway = new TestGateway(services => { services.AddSingleton<IChannelStore>(store); services.AddOneApi(static _ => { }); });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();

        var error = await Assert.ThrowsAsync<SettingsException>(() => settings.PutChannelAsync("a", Json("""{"provider":"openai","api_key":"k"}"""), 0, Stop).AsTask());

        Assert.Contains("ISecretProtector", error.Errors.Single(), StringComparison.Ordinal);
        Assert.Equal(0, await store.GetVersionAsync(Stop));
    }

    [Fact]
    public async Task DurableStore_KeepsProtectedSecrets()
    {
        var store = new DurableStore();
        await using var gateway = new TestGateway(services => { services.AddSingleton<IChannelStore>(store); services.AddSingleton<ISecretProtector, Reverser>(); services.AddOneApi(static _ => { }); });

        await gateway.Services.GetRequiredService<IGatewaySettings>().PutChannelAsync("a", Json("""{"provider":"openai","api_key":"sk-very-secret"}"""), 0, Stop);

        var kept = (await store.ListAsync(Stop)).Items.Single();
        Assert.DoesNotContain("sk-very-secret", kept.Json + kept.Secrets + kept, StringComparison.Ordinal);
        Assert.Equal("sk-very-secret", gateway.Snapshot.ByName["a"].Credentials.Single().ApiKey);
    }

    [Fact]
    public async Task SecretsThatNobodyCanReadAnyMore_AreEnteredAgain()
    {
        var store = new DurableStore();
        await using (var before = new TestGateway(services => { services.AddSingleton<IChannelStore>(store); services.AddSingleton<ISecretProtector, Reverser>(); services.AddOneApi(static _ => { }); }))
        {
            await before.Services.GetRequiredService<IGatewaySettings>().PutChannelAsync("a", Json("""{"provider":"openai","api_key":"k"}"""), 0, Stop);
        }

        await using var gateway = new TestGateway(services => { services.AddSingleton<IChannelStore>(store); services.AddSingleton<ISecretProtector, OtherKeys>(); services.AddOneApi(static _ => { }); });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();

        var error = await Assert.ThrowsAsync<SettingsException>(() => settings.PutChannelAsync("a", Json("""{"provider":"openai","weight":2}"""), null, Stop).AsTask());
        await settings.PutChannelAsync("a", Json("""{"provider":"openai","api_key":"new"}"""), null, Stop);

        Assert.Contains("entered again", error.Errors.Single(), StringComparison.Ordinal);
        Assert.Equal("new", gateway.Snapshot.ByName["a"].Credentials.Single().ApiKey);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("a\ud800")]
    public async Task NameThatCantBeShown_IsRefused(string name)
    {
        await using var gateway = TestGateway.Of(static _ => { });

        var error = await Assert.ThrowsAsync<SettingsException>(() => gateway.Services.GetRequiredService<IGatewaySettings>().PutAsync(SettingKinds.Price, name, Json("""{"input":"1","output":"1"}"""), 0, Stop).AsTask());

        Assert.StartsWith("name: holds control characters", error.Errors.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoredChannel_ReachesNoPrivateNetwork_ThatItDoesNotList()
    {
        await using var server = await LoopbackServer.StartAsync(static _ => Task.CompletedTask);
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        await settings.PutChannelAsync("a", Json($$"""{"provider":"openai-compatible","base_url":"{{server.Url}}","models":["m"]}"""), 0, Stop);

        var test = await settings.TestChannelAsync("a", null, Stop);

        Assert.Equal((false, OneApiErrorKind.PermissionDenied), (test.IsOk, test.ErrorKind));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task SpellingsOfLoopback_AreRefusedAllTheSame(string host)
    {
        await using var server = await LoopbackServer.StartAsync(static _ => Task.CompletedTask);
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        await settings.PutChannelAsync("a", Json($$"""{"provider":"openai-compatible","base_url":"http://{{host}}:{{new Uri(server.Url).Port}}","models":["m"]}"""), 0, Stop);

        var test = await settings.TestChannelAsync("a", null, Stop);

        Assert.False(test.IsOk);
        Assert.Empty(server.Requests);
    }

    /// <summary>The readers of the configuration take a name in any spelling: an address in another one than the guard looks for would send the kept key to whoever wrote it.</summary>
    [Theory]
    [InlineData("""{"provider":"openai","base_url":"https://one.example/v1","BaseUrl":"https://evil.example/v1"}""")]
    [InlineData("""{"provider":"openai","base_url":"https://one.example/v1","baseurl":"https://evil.example/v1"}""")]
    [InlineData("""{"provider":"openai","base_url":"https://one.example/v1","auth_BASE_url":"https://evil.example/v1"}""")]
    [InlineData("""{"provider":"openai","base_url":"https://evil.example/v1","base_url":"https://one.example/v1"}""")]
    [InlineData("""{"provider":"openai","base_url":"https://one.example/v1","Provider":"openai-compatible"}""")]
    public async Task Key_StaysWithItsAddress_HoweverThatIsSpelled(string change)
    {
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        await settings.PutChannelAsync("a", Json("""{"provider":"openai","base_url":"https://one.example/v1","api_key":"k"}"""), 0, Stop);

        await Assert.ThrowsAsync<SettingsException>(() => settings.PutChannelAsync("a", Json(change), null, Stop).AsTask());

        Assert.Equal("https://one.example/v1", gateway.Snapshot.ByName["a"].Address!.OriginalString.TrimEnd('/'));
    }

    [Theory]
    [InlineData("ApiKey")]
    [InlineData("apikey")]
    [InlineData("API_KEY")]
    [InlineData("Secret_Key")]
    [InlineData("Headers")]
    public async Task Secret_InAnotherSpelling_IsRefused_AndNotKeptInTheOpen(string name)
    {
        var store = new DurableStore();
        await using var gateway = new TestGateway(services => { services.AddSingleton<IChannelStore>(store); services.AddSingleton<ISecretProtector, Reverser>(); services.AddOneApi(static _ => { }); });

        var error = await Assert.ThrowsAsync<SettingsException>(() => gateway.Services.GetRequiredService<IGatewaySettings>().PutChannelAsync("a", Json($$"""{"provider":"openai","api_keys":["k"],"{{name}}":"sk-very-secret"}"""), 0, Stop).AsTask());

        Assert.Contains(name + ": is not known; write '", error.Errors.Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-very-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Empty((await store.ListAsync(Stop)).Items);
    }

    [Fact]
    public async Task StoredChannel_SaysEverythingInOnePlace_SoThatItsLastWordHolds()
    {
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        await settings.PutChannelAsync("a", Json("""{"provider":"openai","api_key":"k"}"""), 0, Stop);
        var changed = await settings.OverrideChannelAsync("a", Json("""{"weight":10,"enabled":false}"""), null, Stop);
        var key = gateway.Snapshot.ByName["a"].Credentials.Single().ApiKey;
        var set = await settings.PutChannelAsync("a", Json("""{"provider":"openai","weight":5}"""), changed.Version, Stop);
        await settings.OverrideChannelAsync("a", Json("""{"enabled":false}"""), null, Stop);
        await settings.RemoveAsync(SettingKinds.Channel, "a", null, Stop);
        await settings.PutChannelAsync("a", Json("""{"provider":"openai","api_key":"k"}"""), 0, Stop);

        Assert.Equal((10, false, "k"), (changed.Json.GetProperty("weight").GetInt32(), changed.Json.GetProperty("enabled").GetBoolean(), key));
        Assert.Equal((5, true), (set.Json.GetProperty("weight").GetInt32(), set.Json.GetProperty("enabled").GetBoolean()));
        Assert.True(gateway.Snapshot.ByName["a"].Enabled);
        Assert.Empty(settings.List(SettingKinds.Override));
    }

    [Fact]
    public async Task Override_OfAnythingElse_IsRefused()
    {
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        await settings.PutChannelAsync("a", Json("""{"provider":"openai","api_key":"k"}"""), 0, Stop);

        await Assert.ThrowsAsync<SettingsException>(() => settings.OverrideChannelAsync("a", Json("""{"base_url":"https://evil.example"}"""), null, Stop).AsTask());
        await Assert.ThrowsAsync<SettingsException>(() => settings.OverrideChannelAsync("a", Json("""{"Weight":3}"""), null, Stop).AsTask());
    }

    [Fact]
    public async Task PricesWorkflowsAndMissingLimits_MayComeBackToo()
    {
        await using var gateway = TestGateway.Of(static _ => { });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        var made = await settings.PutChannelAsync("headers", Json("""{"provider":"openai","api_key":"k","prices":{"my_model":{"input":"1.5","cached_input":"0.5","output":"2","tiers":[{"above_input_tokens":1000,"input":"3"}]}},"timeouts":{"idle":null,"connect":"00:00:03"}}"""), 0, Stop);

        var again = await settings.PutChannelAsync("headers", made.Json, made.Version, Stop);

        Assert.Equal(made.Json.GetRawText(), again.Json.GetRawText());
        var price = again.Json.GetProperty("prices").GetProperty("my_model");
        Assert.Equal(("0.5", "3"), (price.GetProperty("cached_input").GetString(), price.GetProperty("tiers")[0].GetProperty("input").GetString()));
        Assert.Equal((null, TimeSpan.FromSeconds(3)), (gateway.Snapshot.ByName["headers"].Timeouts.Idle, gateway.Snapshot.ByName["headers"].Timeouts.Connect));
    }

    [Fact]
    public async Task Groups_ComeBackAsTheyWereShown_AndKeepTheNamesOfTheirModels()
    {
        await using var gateway = TestGateway.Of(static options => options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = "k", Models = ["my_model", "other_model"] }));
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        await settings.PutAsync(SettingKinds.Group, "vip", Json("""{"models":["*"],"fallbacks_by_kind":{"Timeout":{"my_model":["other_model"]}},"canary":[{"channels":["one"],"models":["my_model"],"percent":5,"guards":{"error_margin":null}}]}"""), 0, Stop);

        Assert.Equal(["other_model"], gateway.Snapshot.Groups["vip"].FallbacksByKind[OneApiErrorKind.Timeout]["my_model"]);
        var configured = GroupJson.Of(gateway.Services.GetRequiredService<OneApi.Client.Channels.ChannelRegistry>().Options.Groups["vip"]);
        Assert.Equal(JsonValueKind.Null, configured.GetProperty("canary")[0].GetProperty("guards").GetProperty("error_margin").ValueKind);
        await settings.PutAsync(SettingKinds.Group, "vip", configured, null, Stop);

        Assert.Equal(configured.GetRawText(), GroupJson.Of(gateway.Services.GetRequiredService<OneApi.Client.Channels.ChannelRegistry>().Options.Groups["vip"]).GetRawText());
    }

    [Fact]
    public async Task SettingsThatWentWrong_KeepNobodyElseOut()
    {
        var store = new MemoryChannelStore();
        await Store("""{"provider":"openai","api_key_of_tomorrow":"sk-very-secret"}""", SettingKinds.Channel, "newer");
        await Store("""{"provider":"openai","groups":["vip"],"models":["m"]}""", SettingKinds.Channel, "good", "m:{\"api_key\":\"k\"}");
        await Store("""{"provider":"openai"}""", SettingKinds.Channel, "locked", "p:whatever");
        await Store("""{"models":["*"],"strategy":"Cheapest"}""", SettingKinds.Group, "vip");
        await Store("""{"strategy":"Luck"}""", SettingKinds.Group, "bad");
        await Store("[1]", SettingKinds.Price, "list");
        await Store("""{"input":"1","output":"2"}""", SettingKinds.Price, "m");
        await Store("""{"weight":-5}""", SettingKinds.Override, "code");
        await using var gateway = new TestGateway(services => { services.AddSingleton<IChannelStore>(store); services.AddOneApi(static options => options.Channels.Add(new() { Name = "code", Provider = "openai", ApiKey = "k" })); });
        var upkeep = gateway.Services.GetServices<IHostedService>().OfType<SettingsUpkeep>().Single();
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();

        await upkeep.StartAsync(Stop);

        Assert.Equal(["code", "good"], gateway.Snapshot.ByName.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["bad", "vip"], settings.ListAll(SettingKinds.Group).Select(static one => one.Name));
        Assert.Equal([true, false], settings.ListAll(SettingKinds.Group).Select(static one => one.Errors.Count > 0));
        Assert.Equal(["list"], settings.ListAll(SettingKinds.Price).Where(static one => one.Errors.Count > 0).Select(static one => one.Name));
        Assert.Equal(
            [("code", 1, true), ("good", 2, false), ("locked", 0, true), ("newer", 0, true)],
            settings.ListChannels().Select(static one => (one.Name, one.Number, one.Errors.Count > 0)).OrderBy(static one => one.Name));
        Assert.DoesNotContain("sk-very-secret", string.Join(' ', settings.ListChannels().Select(static one => one.Json.GetRawText() + string.Concat(one.Errors))), StringComparison.Ordinal);
        Assert.Contains("secrets can't be read", settings.ListChannels().Single(static one => one.Name == "locked").Errors.Single(), StringComparison.Ordinal);

        await settings.PutAsync(SettingKinds.Group, "bad", Json("""{"strategy":"Ordered"}"""), null, Stop);
        await settings.PutChannelAsync("fresh", Json("""{"provider":"openai","api_key":"k"}"""), 0, Stop);
        await settings.OverrideChannelAsync("code", Json("""{"weight":3}"""), null, Stop);
        Assert.True(await settings.RemoveAsync(SettingKinds.Channel, "newer", null, Stop));
        await Assert.ThrowsAsync<SettingsException>(() => settings.RemoveAsync(SettingKinds.Group, "vip", null, Stop).AsTask()); // a channel in force names it

        Assert.Equal((3, true), (gateway.Snapshot.ByName["code"].Weight, gateway.Snapshot.Groups.ContainsKey("bad")));
        Assert.Equal(["code", "fresh", "good"], gateway.Snapshot.ByName.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(settings.ListAll(SettingKinds.Group).SelectMany(static one => one.Errors));
        await upkeep.StopAsync(Stop);

        async Task Store(string json, string kind, string name, string? secrets = null) => await store.PutAsync(new(kind, name, json, 0, default) { Secrets = secrets }, 0, Stop);
    }

    [Fact]
    public async Task WhatIsLeftOut_IsLoggedOnce_WithKindNameAndReason()
    {
        using var log = new CollectedLogs();
        var store = new MemoryChannelStore();
        await store.PutAsync(new(SettingKinds.Group, "bad", """{"strategy":"Luck"}""", 0, default), 0, Stop);
        await using var gateway = new TestGateway(services => { services.AddSingleton<IChannelStore>(store); services.AddLogging(logging => logging.AddProvider(log)); services.AddOneApi(static _ => { }); });
        var registry = gateway.Services.GetRequiredService<OneApi.Client.Channels.ChannelRegistry>();
        await gateway.Services.GetRequiredService<SettingsKeeper>().TakeUpAsync(Stop);
        registry.Reload();

        var said = Assert.Single(log.Of(1451)).ToString();
        Assert.Contains("group bad", said, StringComparison.Ordinal);
        Assert.Contains("Luck", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhileTheConfigurationIsWrong_EveryChangeIsRefused_InItsName()
    {
        var isWrong = false;
        await using var gateway = TestGateway.Of(options => options.Failover.MaxAttempts = isWrong ? 0 : 3);
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();
        await settings.PutChannelAsync("a", Json("""{"provider":"openai","api_key":"k"}"""), 0, Stop);
        isWrong = true;

        var error = await Assert.ThrowsAsync<SettingsException>(() => settings.PutChannelAsync("a", Json("""{"provider":"openai","weight":-1}"""), null, Stop).AsTask());

        Assert.True(error.IsOfConfiguration);
        Assert.Contains("MaxAttempts", error.Errors.Single(), StringComparison.Ordinal);
        Assert.True(gateway.Snapshot.ByName.ContainsKey("a"));
    }

    /// <summary>An adapter sends its own requests, past the guard.</summary>
    [Fact]
    public async Task StoredChannel_OfAnAdapter_IsRefused_UnlessTheAdapterTakesThem()
    {
        var adapter = new KeepingAdapter();
        await using var gateway = new TestGateway(services => { services.AddSingleton<IProviderAdapter>(adapter); services.AddOneApi(static _ => { }); });
        var settings = gateway.Services.GetRequiredService<IGatewaySettings>();

        var error = await Assert.ThrowsAsync<SettingsException>(() => settings.PutChannelAsync("a", Json("""{"provider":"stub","base_url":"http://169.254.169.254/","models":["m"]}"""), 0, Stop).AsTask());
        await settings.PutChannelAsync("b", Json("""{"provider":"keeping","models":["m"],"allowed_networks":["10.1.0.0/16"]}"""), 0, Stop);

        Assert.Contains("'stub' is an adapter of the host", error.Errors.Single(), StringComparison.Ordinal);
        Assert.Equal(["10.1.0.0/16"], adapter.Made!.AllowedNetworks);
    }

    private static JsonElement Json(string text) => JsonElement.Parse(Encoding.UTF8.GetBytes(text));

    private sealed class KeepingAdapter : IProviderAdapter
    {
        public string Provider => "keeping";

        public bool TakesStoredChannels => true;

        public ChannelConfig? Made { get; private set; }

        public IChatClient CreateChatClient(ChannelConfig channel)
        {
            Made = channel;
            return new StubChatClient(channel.Name);
        }
    }

    private sealed class Reverser : ISecretProtector
    {
        public string Protect(string secret, string purpose) => new([.. (purpose + secret).Reverse()]);

        public string Unprotect(string kept, string purpose)
        {
            var text = new string([.. kept.Reverse()]);
            return text.StartsWith(purpose, StringComparison.Ordinal) ? text[purpose.Length..] : throw new InvalidOperationException("For another purpose.");
        }
    }

    private sealed class OtherKeys : ISecretProtector
    {
        public string Protect(string secret, string purpose) => "other" + secret;

        public string Unprotect(string kept, string purpose) => kept.StartsWith("other", StringComparison.Ordinal) ? kept["other".Length..] : throw new InvalidOperationException("With other keys.");
    }

    private sealed class DurableStore : IChannelStore
    {
        private readonly MemoryChannelStore _inner = new();

        public bool IsDurable => true;

        public ValueTask<long> GetVersionAsync(CancellationToken cancellationToken) => _inner.GetVersionAsync(cancellationToken);

        public ValueTask<StoredSettings> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

        public ValueTask<long?> PutAsync(StoredSetting setting, long expectedVersion, CancellationToken cancellationToken) => _inner.PutAsync(setting, expectedVersion, cancellationToken);

        public ValueTask<bool> RemoveAsync(string kind, string name, long expectedVersion, CancellationToken cancellationToken) => _inner.RemoveAsync(kind, name, expectedVersion, cancellationToken);
    }
}
