using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneApi.Client.Channels;

namespace OneApi.Client.Tests.Channels;

public class LiveConfigurationTests
{
    private static string Json(params string[] channels) => $$"""
        { "OneApi": { "Groups": { "default": { "Strategy": "Ordered" } }, "Channels": [ {{string.Join(", ", channels.Select(static name => $$"""{ "Name": "{{name}}", "Provider": "stub" }"""))}} ] } }
        """;

    private static string[] Names(TestGateway gateway) => [.. gateway.Snapshot.Channels.Select(static channel => channel.Name)];

    [Fact]
    public async Task ValidEdit_IsTakenUp_AndSaid()
    {
        var configuration = new EditableConfiguration(Json("a"));
        await using var gateway = TestGateway.Of(configuration.Root);
        Assert.Equal("from a", await gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));

        configuration.Edit(Json("b", "a"));

        Assert.Equal("from b", await gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("2 channels", Assert.Single(gateway.Logs.Of(1401)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallInFlight_KeepsTheSnapshotItBeganWith(bool streaming)
    {
        var configuration = new EditableConfiguration(Json("a", "b"));
        await using var gateway = TestGateway.Of(configuration.Root);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource<ChatResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Adapter["a"].Answer = (_, _) =>
        {
            entered.TrySetResult();
            return release.Task;
        };
        ChatOptions options = new() { ModelId = "m" };
        var call = streaming
            ? gateway.Client.GetStreamingResponseAsync("hi", options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)
            : gateway.Client.GetResponseAsync("hi", options, TestContext.Current.CancellationToken);
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);

        configuration.Edit(Json("c"));
        release.SetException(new OneApiException(OneApiErrorKind.PermissionDenied));

        Assert.Equal("from b", (await call).Text);
        Assert.Equal(["c"], Names(gateway));
        Assert.Equal("from c", await gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task BadEdit_KeepsTheOldSnapshot_LogsEveryErrorAndOneSummary_AndThrowsNothing()
    {
        var configuration = new EditableConfiguration(Json("a"));
        await using var gateway = TestGateway.Of(configuration.Root);
        var before = gateway.Snapshot;

        configuration.Edit("""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "stub", "Weight": "heavy" }, { "Name": "a", "Provider": "nobody" } ], "Failover": { "MaxAttempts": 0 } } }""");

        Assert.Same(before, gateway.Snapshot);
        Assert.Equal("from a", await gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(
            ["OneApi:Channels:0:Weight", "OneApi:Channels:1:Name", "OneApi:Channels:1:Provider", "OneApi:Failover:MaxAttempts"],
            gateway.Logs.Of(1402).Select(static entry => entry.Message.Split(": ")[1]).Order(StringComparer.Ordinal));
        var summary = Assert.Single(gateway.Logs.Of(1403));
        Assert.Equal((LogLevel.Warning, true), (summary.Level, summary.Message.Contains("4 errors", StringComparison.Ordinal)));
        Assert.Empty(gateway.Logs.Of(1401));
    }

    [Fact]
    public async Task GoodEditAfterABadOne_IsTakenUp()
    {
        var configuration = new EditableConfiguration(Json("a"));
        await using var gateway = TestGateway.Of(configuration.Root);
        _ = gateway.Client;

        configuration.Edit(Json("a", "a"));
        configuration.Edit(Json("b"));

        Assert.Equal(["b"], Names(gateway));
    }

    [Fact]
    public async Task ASourceThatCannotBeRead_KeepsTheOldSnapshot()
    {
        var configuration = new EditableConfiguration(Json("a"));
        var fails = false;
        await using var gateway = new TestGateway(services =>
        {
            services.AddOneApi(configuration.Root);
            services.AddOneApi(_ =>
            {
                if (fails)
                {
                    throw new IOException("half written");
                }
            });
        });
        var before = gateway.Snapshot;
        fails = true;

        configuration.Edit(Json("b"));

        Assert.Same(before, gateway.Snapshot);
        Assert.IsType<IOException>(Assert.Single(gateway.Logs.Of(1405)).Exception);
    }

    [Fact]
    public async Task AnEditWhileTheConfigurationIsRead_IsNotMissed()
    {
        var configuration = new EditableConfiguration(Json("a"));
        var isEdited = false;
        await using var gateway = new TestGateway(services =>
        {
            services.AddOneApi(configuration.Root);
            services.AddOneApi(_ =>
            {
                if (!isEdited)
                {
                    isEdited = true;
                    configuration.Edit(Json("b"));
                }
            });
        });

        Assert.Equal(["b"], Names(gateway));
    }

    [Fact]
    public async Task ChannelState_SurvivesReloads_ByName()
    {
        var configuration = new EditableConfiguration(Json("a", "b"));
        await using var gateway = TestGateway.Of(configuration.Root);
        var before = gateway.Snapshot.ByName["a"];

        configuration.Edit(Json("c", "A"));

        var after = gateway.Snapshot.ByName["a"];
        Assert.NotSame(before, after);
        Assert.Same(before.State, after.State);
        Assert.Equal((1, 2), (before.Number, after.Number));
    }

    [Fact]
    public async Task InFlight_IsCountedAcrossReloads()
    {
        var configuration = new EditableConfiguration(Json("a"));
        await using var gateway = TestGateway.Of(configuration.Root);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource<ChatResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Adapter["a"].Answer = (_, _) =>
        {
            entered.TrySetResult();
            return release.Task;
        };
        var call = gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken);
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);

        configuration.Edit(Json("a", "b"));

        Assert.Equal(1, gateway.Snapshot.ByName["a"].State.InFlight);
        release.SetResult(StubChatClient.Say("done"));
        Assert.Equal("done", await call);
        Assert.Equal(0, gateway.Snapshot.ByName["a"].State.InFlight);
    }

    [Fact]
    public async Task ExistingClients_AreNotMadeAnewOnReload()
    {
        var configuration = new EditableConfiguration(Json("a"));
        var made = 0;
        await using var gateway = new TestGateway(services =>
        {
            services.AddOneApi(configuration.Root).AddChannel("own", _ =>
            {
                made++;
                return new StubChatClient();
            });
        });
        Assert.Equal(["a", "own"], Names(gateway));

        configuration.Edit(Json("a", "b"));

        Assert.Equal(["a", "b", "own"], Names(gateway));
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task AnAdaptersClient_IsMadeAnew_OnlyWhenWhatItIsMadeOfChanges()
    {
        static string Edited(string members) => $$"""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "stub", {{members}} } ] } }""";
        var configuration = new EditableConfiguration(Edited(""" "ApiKey": "k1", "Headers": { "X-A": "1", "X-B": "2" } """));
        await using var gateway = TestGateway.Of(configuration.Root);
        _ = gateway.Client;

        configuration.Edit(Edited(""" "ApiKey": "k1", "Headers": { "X-B": "2", "X-A": "1" }, "Weight": 7, "Groups": [ "g" ], "Priority": 3 """));
        Assert.Single(gateway.Adapter.Made);

        configuration.Edit(Edited(""" "ApiKey": "k2" """));
        Assert.Equal(["k1", "k2"], gateway.Adapter.Made.Select(static channel => channel.ApiKey));
    }

    [Fact]
    public async Task CallsGoOn_WhileTheConfigurationIsEditedOverAndOver()
    {
        var configuration = new EditableConfiguration(Json("a", "b"));
        await using var gateway = TestGateway.Of(configuration.Root);
        using var stop = new CancellationTokenSource();
        _ = gateway.Client;
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                var calls = 0;
                while (!stop.IsCancellationRequested || calls == 0)
                {
                    Assert.StartsWith("from ", await gateway.AskAsync(cancellationToken: TestContext.Current.CancellationToken), StringComparison.Ordinal);
                    calls++;
                }

                return calls;
            },
            TestContext.Current.CancellationToken)).ToArray();

        for (var i = 0; i < 200; i++)
        {
            configuration.Edit((i % 4) switch { 0 => Json("c"), 1 => Json("a", "A"), 2 => Json("b", "a"), _ => """{ "OneApi": { "Channels": "broken" } }""" });
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(callers), static calls => Assert.True(calls > 0));
        Assert.Equal(100, gateway.Logs.Of(1401).Length);
        Assert.Equal(100, gateway.Logs.Of(1403).Length);
    }

    [Fact]
    public async Task AfterTheContainerIsGone_EditsReachNobody()
    {
        var configuration = new EditableConfiguration(Json("a"));
        var gateway = TestGateway.Of(configuration.Root);
        var registry = gateway.Services.GetRequiredService<ChannelRegistry>();
        await gateway.DisposeAsync();

        configuration.Edit(Json("b"));

        Assert.Equal("a", Assert.Single(registry.Current.Channels).Name);
    }

    [Fact]
    public async Task JsonFile_IsWatched()
    {
        var folder = Directory.CreateTempSubdirectory("oneapi-client-");
        var file = Path.Combine(folder.FullName, "appsettings.json");
        await File.WriteAllTextAsync(file, Json("a"), TestContext.Current.CancellationToken);
        try
        {
            using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddJsonFile(file, optional: false, reloadOnChange: true).Build();
            await using var gateway = TestGateway.Of(configuration);
            Assert.Equal(["a"], Names(gateway));

            await ReplaceAsync(file, Json("b", "c"));
            await gateway.Logs.NextAsync(1401, TestContext.Current.CancellationToken);

            Assert.Equal(["b", "c"], Names(gateway));

            await ReplaceAsync(file, Json("b", "B"));
            await gateway.Logs.NextAsync(1403, TestContext.Current.CancellationToken);

            Assert.Equal(["b", "c"], Names(gateway));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A file that is replaced as a whole is never seen half written.</summary>
    private static async Task ReplaceAsync(string file, string text)
    {
        await File.WriteAllTextAsync(file + ".new", text, TestContext.Current.CancellationToken);
        File.Move(file + ".new", file, overwrite: true);
    }
}
