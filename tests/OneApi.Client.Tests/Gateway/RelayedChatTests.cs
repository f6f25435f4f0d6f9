using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using OneApi.Client.Tests.Channels;
using OneApi.Client.Tests.Transport;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A caller's own request and the provider's own answer, where both speak one wire.</summary>
public sealed class RelayedChatTests
{
    private const string Answer = """{ "id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-real","unknown":1.50,"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""";

    private static readonly string[] Events =
    [
        ": hello\n\n",
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-real\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}\n\n",
        "data:{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-real\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"H\"},\"finish_reason\":null}],\"x\":1.0}\r\n\r\n",
        "event: message\nid: 7\ndata: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":null}]}\n\n",
        ": ping\n\n",
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n",
        "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n",
        "data: [DONE]\r\n\r\n",
    ];

    [Theory]
    [InlineData("""{"model":"gpt","messages":[{"role":"user","content":"h\u0069"}], "temperature" : 1.00 ,"zzz":{"a":[1,2 ]}}""", """{"model":"gpt-real","messages":[{"role":"user","content":"h\u0069"}], "temperature" : 1.00 ,"zzz":{"a":[1,2 ]}}""")]
    [InlineData("""{"messages":[],"max_completion_tokens":5}""", """{"messages":[],"max_completion_tokens":5,"model":"gpt-real"}""")]
    [InlineData("""{"model":"gpt-dear","messages":[],"model":"gpt-real"}""", """{"model":"gpt-real","messages":[],"model":"gpt-real"}""")]
    [InlineData("""{"m\u006fdel":"gpt-dear","messages":[],"model":"gpt-real"}""", """{"m\u006fdel":"gpt-real","messages":[],"model":"gpt-real"}""")]
    public async Task WholeCall_GoesAndComesAsItWasWritten_ButForTheModel(string sent, string expected)
    {
        var (arrived, response, _) = await AskAsync(sent, streaming: false);

        Assert.Equal(expected, arrived);
        Assert.Equal(Answer, Encoding.UTF8.GetString(Assert.IsType<WireBytes>(response!.RawRepresentation).Bytes.Span));
        Assert.Equal(4, response.Usage!.TotalTokenCount);
    }

    [Fact]
    public async Task Stream_ComesByteForByte_WithoutTheUsageThatNobodyAskedFor_AndItsEndIsMarked()
    {
        var (arrived, _, updates) = await AskAsync("""{"model":"gpt-real","stream":true,"messages":[]}""", streaming: true);

        Assert.Equal("""{"model":"gpt-real","stream":true,"messages":[],"stream_options":{"include_usage":true}}""", arrived);
        var bytes = updates.Select(static update => update.RawRepresentation).OfType<WireBytes>().ToList();
        Assert.Equal(string.Concat(Events.Except([Events[6]])), string.Concat(bytes.Select(static one => Encoding.UTF8.GetString(one.Bytes.Span))));
        Assert.Equal("data: [DONE]\r\n\r\n", Encoding.UTF8.GetString(Assert.Single(bytes, static one => one.IsEnd).Bytes.Span));
        Assert.Equal(5, updates.SelectMany(static update => update.Contents).OfType<UsageContent>().Single().Details.TotalTokenCount);
        Assert.Equal("f", updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>().Single().Name);
        Assert.All(updates.SkipLast(1), static update => Assert.IsType<WireBytes>(update.RawRepresentation));
    }

    [Fact]
    public async Task Stream_WhoseCallerAsksForUsage_HasIt_AndTheRequestStaysAsItIs()
    {
        const string Sent = """{"model":"gpt-real","stream":true, "stream_options": {"include_usage":true, "include_obfuscation":false},"messages":[]}""";

        var (arrived, _, updates) = await AskAsync(Sent, streaming: true);

        Assert.Equal(Sent, arrived);
        Assert.Equal(string.Concat(Events), string.Concat(updates.Select(static update => update.RawRepresentation).OfType<WireBytes>().Select(static one => Encoding.UTF8.GetString(one.Bytes.Span))));
    }

    [Fact]
    public async Task StreamOptions_OfTheCaller_KeepTheirOtherMembers()
    {
        var (arrived, _, _) = await AskAsync("""{"model":"gpt-real","stream":true,"stream_options":{ "x":1 },"messages":[]}""", streaming: true);

        Assert.Equal("""{"model":"gpt-real","stream":true,"stream_options":{ "x":1,"include_usage":true },"messages":[]}""", arrived);
    }

    /// <summary>Whoever reads the error that follows must not find it in the middle of a line, and half a JSON is no event.</summary>
    [Fact]
    public async Task Stream_ThatIsCutInTheMiddleOfAnEvent_GivesNoHalfOfIt()
    {
        const string Whole = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-real\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"H\"},\"finish_reason\":null}]}\n\n";
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Whole + "data: {\"id\":\"c1\",\"choices\":[{\"del", context.RequestAborted);
        });
        await using var gateway = GatewayOf(server);
        var given = new StringBuilder();

        await Assert.ThrowsAsync<OneApiException>(async () =>
        {
            await foreach (var update in gateway.Client.GetStreamingResponseAsync("hi", OptionsOf("""{"model":"gpt-real","stream":true,"messages":[]}""", new()), TestContext.Current.CancellationToken))
            {
                given.Append(update.RawRepresentation is WireBytes bytes ? Encoding.UTF8.GetString(bytes.Bytes.Span) : "");
            }
        });

        Assert.Equal(Whole, given.ToString());
    }

    /// <summary>The end of the last line may be torn by the network, and nobody reads on behind the end mark.</summary>
    [Fact]
    public async Task EndMark_WhoseLastLineEndIsTorn_IsWhole()
    {
        var isSeen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Events[2] + Events[5] + "data: [DONE]\r\n\r", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await isSeen.Task.WaitAsync(TimeSpan.FromSeconds(20), context.RequestAborted);
            await context.Response.WriteAsync("\n", context.RequestAborted);
        });
        await using var gateway = GatewayOf(server);
        var end = string.Empty;

        await foreach (var update in gateway.Client.GetStreamingResponseAsync("hi", OptionsOf("""{"model":"gpt-real","stream":true,"messages":[]}""", new()), TestContext.Current.CancellationToken))
        {
            if (update.RawRepresentation is WireBytes { IsEnd: true } bytes)
            {
                end = Encoding.UTF8.GetString(bytes.Bytes.Span);
                isSeen.TrySetResult();
            }
        }

        Assert.Equal("data: [DONE]\r\n\r\n", end);
    }

    [Fact]
    public async Task Stream_WhereverItIsCut_GivesWholeEventsOnly()
    {
        var stream = Encoding.UTF8.GetBytes(string.Concat(Events));
        var cut = 0;
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(stream.AsMemory(0, cut), context.RequestAborted);
        });
        await using var gateway = GatewayOf(server);
        for (; cut < stream.Length; cut += 3)
        {
            List<byte> given = [];
            try
            {
                await foreach (var update in gateway.Client.GetStreamingResponseAsync("hi", OptionsOf("""{"model":"gpt-real","stream":true,"stream_options":{"include_usage":true},"messages":[]}""", new()), TestContext.Current.CancellationToken))
                {
                    given.AddRange(update.RawRepresentation is WireBytes bytes ? bytes.Bytes.Span : []);
                }
            }
            catch (OneApiException)
            {
                // The rest of the stream is missing.
            }

            foreach (var item in SseParser.Create(new MemoryStream([.. given, .. "data: {\"last\":true}\n\n"u8])).Enumerate())
            {
                Assert.True(item.Data is "[DONE]" || JsonNode.Parse(item.Data) is not null, $"cut at {cut}: {item.Data}");
            }
        }
    }

    /// <summary>Clients that write every member they know say null where they mean nothing.</summary>
    [Fact]
    public async Task Limit_BesideANullOfItsOlderName_ReachesAServerThatKnowsThatOnly()
    {
        var arrived = string.Empty;
        await using var server = await ServerAsync(text => arrived = text);
        await using var gateway = TestGateway.Of(options => options.Channels.Add(new() { Name = "one", Provider = "fireworks", ApiKey = "k", BaseUrl = server.Url, Models = ["gpt"] }));

        await gateway.Client.GetResponseAsync("hi", OptionsOf("""{"model":"gpt","max_tokens":null,"messages":[{"role":"user","content":"hi"}],"max_completion_tokens":5}""", new()), TestContext.Current.CancellationToken);

        Assert.Equal("""{"model":"gpt","messages":[{"role":"user","content":"hi"}],"max_tokens":5}""", arrived);
    }

    [Fact]
    public async Task Progress_KnowsTheChannelOfACall_WhileItsStreamRuns()
    {
        await using var server = await ServerAsync(_ => { });
        await using var gateway = GatewayOf(server);
        var progress = new CallProgress();
        var updates = gateway.Client.GetStreamingResponseAsync("hi", OptionsOf("""{"model":"gpt","stream":true,"messages":[]}""", progress), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await updates.MoveNextAsync());

        Assert.Equal(("one", "gpt", "default", 1), (progress.Channel, progress.Model, progress.Group, progress.Attempts));
        Assert.Null(progress.Record);
        await updates.DisposeAsync();
        Assert.Equal(CallOutcome.Cancelled, progress.Record?.Outcome);
    }

    [Fact]
    public void AnyBody_ArrivesAsItWasWritten_ButForTheModel() =>
        Gen.Select(Gen.OneOf("", " ", "\n\t"), Gen.OneOf("\"x\"", "1.0e2", "{\"a\": [ ]}", "null", "\"\\u00e9\\n\"", "[1, 2]"), Gen.Int[0, 3]).Sample(
            static (space, value, place) =>
            {
                string[] members = [$"{space}\"extra\":{space}{value}", "\"messages\":[]", $"{space}\"n\"{space}:1", "\"zzz\":\"ü\""];
                var before = string.Join(',', members.Take(place));
                var after = string.Join(',', members.Skip(place));
                var sent = $"{{{before}{(place > 0 ? "," : "")}\"model\"{space}:{space}\"gpt\",{after}}}";
                var (arrived, _, _) = AskAsync(sent, streaming: false).GetAwaiter().GetResult();
                return arrived == sent.Replace("\"gpt\"", "\"gpt-real\"", StringComparison.Ordinal);
            },
            iter: 100,
            threads: 1);

    private static async Task<(string Arrived, ChatResponse? Response, List<ChatResponseUpdate> Updates)> AskAsync(string body, bool streaming)
    {
        var arrived = string.Empty;
        await using var server = await ServerAsync(text => arrived = text);
        await using var gateway = GatewayOf(server);
        var options = OptionsOf(body, new());
        if (!streaming)
        {
            var response = await gateway.Client.GetResponseAsync("hi", options, TestContext.Current.CancellationToken);
            return (arrived, response, []);
        }

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in gateway.Client.GetStreamingResponseAsync("hi", options, TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        return (arrived, null, updates);
    }

    private static OneApiChatOptions OptionsOf(string body, CallProgress progress) => new()
    {
        ModelId = "gpt",
        WireRequest = new(Wires.ChatCompletions, Encoding.UTF8.GetBytes(body)),
        Progress = progress,
    };

    private static TestGateway GatewayOf(LoopbackServer server) => TestGateway.Of(options =>
    {
        options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = "k", BaseUrl = server.Url, Models = ["gpt"], ModelMap = { ["gpt"] = "gpt-real" } });
    });

    private static Task<LoopbackServer> ServerAsync(Action<string> arrived) => LoopbackServer.StartAsync(async context =>
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        arrived(body);
        using var json = JsonDocument.Parse(body);
        if (!json.RootElement.TryGetProperty("stream", out var stream) || !stream.GetBoolean())
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Answer, context.RequestAborted);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        foreach (var item in Events)
        {
            await context.Response.WriteAsync(item, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    });
}
