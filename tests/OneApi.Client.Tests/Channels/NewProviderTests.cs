using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Channels;

/// <summary>A new OpenAI-compatible provider is one entry of the configuration, taken up while the host runs.</summary>
public class NewProviderTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Entry(string name, FakeProvider fake, string model) =>
        $$"""{ "Name": "{{name}}", "Provider": "openai-compatible", "BaseUrl": "{{fake.Url}}", "ApiKey": "{{fake.ApiKey}}", "Models": [ "{{model}}" ] }""";

    private static string Json(params string[] entries) => $$"""{ "OneApi": { "Channels": [ {{string.Join(", ", entries)}} ] } }""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OneEntryAddedAtRunTime_ServesItsFirstCallInUnderASecond(bool streaming)
    {
        await using var first = FakeOpenAICompatible.Start("openai-compatible");
        await using var second = FakeOpenAICompatible.Start("openai-compatible", new() { ApiKey = "key-of-the-new-one" });
        var old = Entry("old", first, "old-model");
        var configuration = new EditableConfiguration(Json(old));
        await using var gateway = TestGateway.Of(configuration.Root);
        await AskAsync(gateway, streaming, "old-model");
        var withNew = Json(old, Entry("new", second, "new-model"));

        var edited = Stopwatch.GetTimestamp();
        configuration.Edit(withNew);
        var text = await AskAsync(gateway, streaming, "new-model");
        var took = Stopwatch.GetElapsedTime(edited);

        Assert.Equal("You said: hi", text);
        Assert.True(took < Bound, $"The first call took {took}.");
        Assert.True(Assert.Single(second.Requests).AuthenticationPassed);
        Assert.Single(first.Requests);
    }

    [Fact]
    public async Task OneEntryAddedToAWatchedFile_ServesItsFirstCall()
    {
        await using var first = FakeOpenAICompatible.Start("openai-compatible");
        await using var second = FakeOpenAICompatible.Start("vllm");
        var folder = Directory.CreateTempSubdirectory("oneapi-client-");
        var file = Path.Combine(folder.FullName, "appsettings.json");
        var old = Entry("old", first, "old-model");
        await File.WriteAllTextAsync(file, Json(old), Stop);
        try
        {
            using var configuration = (Microsoft.Extensions.Configuration.ConfigurationRoot)Microsoft.Extensions.Configuration.JsonConfigurationExtensions
                .AddJsonFile(new Microsoft.Extensions.Configuration.ConfigurationBuilder(), file, optional: false, reloadOnChange: true).Build();
            await using var gateway = TestGateway.Of(configuration);
            await AskAsync(gateway, false, "old-model");

            await File.WriteAllTextAsync(file + ".new", Json(old, Entry("new", second, "new-model")), Stop);
            File.Move(file + ".new", file, overwrite: true);
            await gateway.Logs.NextAsync(1401, Stop);

            Assert.Equal("You said: hi", await AskAsync(gateway, false, "new-model"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task ACallInFlight_IsNotDisturbedByTheNewEntry()
    {
        await using var first = FakeOpenAICompatible.Start("openai-compatible");
        await using var second = FakeOpenAICompatible.Start("openai-compatible");
        var configuration = new EditableConfiguration(Json(Entry("old", first, "old-model")));
        await using var gateway = TestGateway.Of(configuration.Root);
        first.Reply(new FakeReply { Chunks = ["one ", "two ", "three"] });
        var pieces = new List<string>();

        await foreach (var update in gateway.Client.GetStreamingResponseAsync("hi", new() { ModelId = "old-model" }, Stop))
        {
            if (update.Text.Length > 0 && pieces.Count == 0)
            {
                // The old entry goes, the new one comes and answers, while the old stream is half read.
                configuration.Edit(Json(Entry("new", second, "new-model")));
                Assert.Equal("You said: hi", await AskAsync(gateway, true, "new-model"));
            }

            if (update.Text.Length > 0)
            {
                pieces.Add(update.Text);
            }
        }

        Assert.Equal("one two three", string.Concat(pieces));
        Assert.Equal(["new"], gateway.Snapshot.Channels.Select(static channel => channel.Name));
    }

    private static async Task<string> AskAsync(TestGateway gateway, bool streaming, string model)
    {
        ChatOptions options = new() { ModelId = model };
        return streaming
            ? (await gateway.Client.GetStreamingResponseAsync("hi", options, Stop).ToChatResponseAsync(Stop)).Text
            : (await gateway.Client.GetResponseAsync("hi", options, Stop)).Text;
    }
}
