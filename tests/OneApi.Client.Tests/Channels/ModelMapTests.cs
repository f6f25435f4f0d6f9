using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Channels;
using OneApi.Client.Routing;

namespace OneApi.Client.Tests.Channels;

public class ModelMapTests
{
    private static string Gateway(string gateway, string group, string channel) => $$"""
        { "OneApi": {
            "ModelMap": {{gateway}}, "Groups": { "default": { "ModelMap": {{group}} } },
            "Channels": [ { "Name": "a", "Provider": "stub", "ModelMap": {{channel}} } ] } }
        """;

    private static async Task<string?> WireModelAsync(TestGateway gateway, string model)
    {
        await gateway.AskAsync(model, cancellationToken: TestContext.Current.CancellationToken);
        return gateway.Adapter["a"].LastOptions?.ModelId;
    }

    [Theory]
    [InlineData("""{ "m": "g" }""", "{}", "{}", "g")]
    [InlineData("""{ "m": "g" }""", """{ "m": "r" }""", "{}", "r")]
    [InlineData("""{ "m": "g" }""", """{ "m": "r" }""", """{ "m": "c" }""", "c")]
    [InlineData("""{ "m": "g" }""", "{}", """{ "m": "c" }""", "c")]
    [InlineData("{}", "{}", "{}", "m")]
    [InlineData("""{ "other": "g" }""", """{ "n": "r" }""", "{}", "m")]
    public async Task TheNarrowestMapWins(string gateway, string group, string channel, string expected)
    {
        await using var built = TestGateway.Of(Gateway(gateway, group, channel));

        Assert.Equal(expected, await WireModelAsync(built, "m"));
    }

    [Fact]
    public async Task MapsAreNeverChained()
    {
        await using var gateway = TestGateway.Of(Gateway("""{ "m": "n", "n": "o" }""", """{ "n": "p", "q": "m" }""", """{ "p": "x" }"""));

        Assert.Equal("n", await WireModelAsync(gateway, "m"));
        Assert.Equal("p", await WireModelAsync(gateway, "n"));
        Assert.Equal("m", await WireModelAsync(gateway, "q"));
    }

    [Fact]
    public async Task NamesAreComparedWithoutCase_AndWhatIsSentKeepsItsOwn()
    {
        await using var gateway = TestGateway.Of(Gateway("""{ "GPT-4o": "Deployed-One" }""", "{}", "{}"));

        Assert.Equal("Deployed-One", await WireModelAsync(gateway, "gpt-4O"));
        Assert.Equal("Some-Model", await WireModelAsync(gateway, "Some-Model"));
    }

    [Fact]
    public async Task NothingButTheWireNameChanges()
    {
        UsageRecord? seen = null;
        await using var gateway = new TestGateway(services =>
        {
            services.AddSingleton<IUsageObserver>(new Observer(record => seen = record));
            services.AddOneApi(EditableConfiguration.Of(Gateway("""{ "m": "wire" }""", "{}", "{}")));
        });
        ChatOptions options = new() { ModelId = "m", Temperature = 0.5f, Tools = [AIFunctionFactory.Create(static () => 1, "tool")] };

        var response = await gateway.Client.GetResponseAsync("hi", options, TestContext.Current.CancellationToken);

        var sent = gateway.Adapter["a"].LastOptions!;
        Assert.Equal(("wire", 0.5f, 1), (sent.ModelId, sent.Temperature, sent.Tools!.Count));
        Assert.Equal("m", options.ModelId);
        Assert.Equal(("m", "m", "wire"), (seen!.RequestedModel, seen.ServedModel, Assert.Single(seen.Attempts).ProviderModel));
        Assert.Equal("m", response.GetOneApiTrace()!.Model);
    }

    [Fact]
    public async Task AMapDoesNotChangeWhichChannelsServe()
    {
        await using var gateway = TestGateway.Of("""
            { "OneApi": { "ModelMap": { "public": "served" }, "Channels": [ { "Name": "a", "Provider": "stub", "Models": [ "served" ] }, { "Name": "b", "Provider": "stub", "Models": [ "public" ] } ] } }
            """);

        Assert.Equal("from b", await gateway.AskAsync("public", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("served", gateway.Adapter["b"].LastOptions?.ModelId);
    }

    [Fact]
    public async Task ListForm_HoldsNamesWithAColon()
    {
        const string List = """[ { "Model": "llama3:8b", "To": "llama3" }, { "model": "plain", "to": "ft:gpt-4o:mine" } ]""";
        await using var gateway = TestGateway.Of(Gateway(List, List.Replace("llama3\"", "from-group\"", StringComparison.Ordinal), List.Replace("llama3\"", "from-channel\"", StringComparison.Ordinal)));

        Assert.Equal("from-channel", await WireModelAsync(gateway, "llama3:8b"));
        Assert.Equal("from-group", gateway.Snapshot.Groups["default"].ModelMap["llama3:8b"]);
        Assert.Equal("llama3", gateway.Snapshot.ModelMap["llama3:8b"]);
        Assert.Equal("ft:gpt-4o:mine", await WireModelAsync(gateway, "plain"));
    }

    [Fact]
    public async Task Fallbacks_AreReadFromMapsListsAndSingleValues()
    {
        await using var gateway = TestGateway.Of("""
            { "OneApi": { "Groups": {
                "map": { "Fallbacks": { "m": [ "x", "y" ], "single": "z" } },
                "list": { "Fallbacks": [ { "Model": "llama3:8b", "To": [ "x", "y:1" ] }, { "Model": "single", "To": "z" } ] } } } }
            """);

        var groups = gateway.Snapshot.Groups;

        Assert.Equal(["x", "y"], groups["map"].Fallbacks["M"]);
        Assert.Equal(["z"], groups["map"].Fallbacks["single"]);
        Assert.Equal(["x", "y:1"], groups["list"].Fallbacks["llama3:8b"]);
        Assert.Equal(["z"], groups["list"].Fallbacks["single"]);
    }

    [Fact]
    public async Task Lists_MayBeGivenAsASingleValue()
    {
        await using var gateway = TestGateway.Of("""
            { "OneApi": { "ForwardHeaders": "X-One", "Groups": { "g": { "Models": "m*", "FallbackOn": "contentfiltered" } },
                "Channels": [ { "Name": "a", "Provider": "openai", "ApiKeys": "k", "Models": "m", "Groups": "g" } ] } }
            """);

        var channel = Assert.Single(gateway.Snapshot.Channels);

        Assert.Equal(["m"], channel.Models);
        Assert.Equal(["g"], channel.Groups);
        Assert.Equal("k", Assert.Single(channel.Credentials).ApiKey);
        Assert.Equal(["m*"], gateway.Snapshot.Groups["g"].Models);
        Assert.True(gateway.Snapshot.Groups["g"].FallsBackOnContentFilter);
        Assert.Equal(["X-One"], gateway.Snapshot.ForwardHeaders);
    }

    [Fact]
    public async Task GoingOnWithACutAnswer_IsAskedForByAGroup()
    {
        await using var gateway = TestGateway.Of("""
            { "OneApi": { "Groups": { "g": { "ContinueAfterCut": "true" }, "h": {} }, "Channels": [ { "Name": "a", "Provider": "openai", "ApiKey": "k" } ] } }
            """);

        Assert.Equal((true, false), (gateway.Snapshot.Groups["g"].ContinuesAfterCut, gateway.Snapshot.Groups["h"].ContinuesAfterCut));
    }

    [Fact]
    public async Task SeveralKeys_AreKept_ApiKeyFirst_EachOnce()
    {
        await using var gateway = TestGateway.Of("""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "openai", "ApiKeys": [ "k2", "k1", "k3" ], "ApiKey": "k1" } ] } }""");
        var channel = Assert.Single(gateway.Snapshot.Channels);

        Assert.Equal(["k1", "k2", "k3"], channel.Credentials.Select(static credential => credential.ApiKey));
    }

    [Fact]
    public async Task Routes_AreBounded_HoweverManyNamesCallersMakeUp()
    {
        await using var gateway = TestGateway.Of("""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "stub" } ] } }""");
        var snapshot = gateway.Snapshot;
        var group = snapshot.Groups["default"];

        for (var i = 0; i < 10_000; i++)
        {
            Assert.Single(snapshot.RouteOf(group, "made-up-" + i, CallKind.Chat).Candidates);
        }

        var route = snapshot.RouteOf(group, "m", CallKind.Chat);
        Assert.Same(route, snapshot.RouteOf(group, "m", CallKind.Chat));
        Assert.NotSame(route, snapshot.RouteOf(group, "m", CallKind.Embeddings));
    }

    private sealed class Observer(Action<UsageRecord> note) : IUsageObserver
    {
        public ValueTask OnCompletedAsync(UsageRecord record, CancellationToken cancellationToken)
        {
            note(record);
            return ValueTask.CompletedTask;
        }
    }
}
