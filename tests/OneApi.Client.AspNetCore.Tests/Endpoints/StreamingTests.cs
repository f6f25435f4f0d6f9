using System.Diagnostics;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Endpoints;

/// <summary>Streams over HTTP: nothing is held back, nobody in between falls asleep, and errors stand where they can still be said.</summary>
public sealed class StreamingTests
{
    private const string Hello = """{"model":"public","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"hi"}]}""";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Paths => ["/v1/chat/completions", "/v1/messages", "/v1/responses", "/v1/completions"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachEvent_IsThereBeforeTheNextIsSent()
    {
        var events = Channel.CreateUnbounded<string>();
        await using var upstream = await Upstream.StartAsync(events.Reader);
        await using var host = await StartAsync(upstream.Url);
        events.Writer.TryWrite(Chunk("a"));
        using var answer = await host.SendAsync("/v1/chat/completions", Hello).WaitAsync(Bound, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(Chunk("a"), await reader.ReadLineAsync(Stop).AsTask().WaitAsync(Bound, Stop) + "\n\n");
            await reader.ReadLineAsync(Stop).AsTask().WaitAsync(Bound, Stop);
            events.Writer.TryWrite(Chunk("a"));
        }

        Assert.Equal("no", answer.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());
        Assert.Equal("text/event-stream; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task SlowFirstContent_PromisesSuccess_AfterTenSeconds_WithComments(string path)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var events = Channel.CreateUnbounded<string>();
        await using var upstream = await Upstream.StartAsync(events.Reader);
        await using var host = await StartAsync(upstream.Url, services: services => services.AddSingleton<TimeProvider>(time));
        var asking = host.SendAsync(path, BodyFor(path));
        await upstream.Arrived.WaitAsync(Bound, Stop);

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        using var answer = await asking.WaitAsync(Bound, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(": keep-alive", await reader.ReadLineAsync(Stop).AsTask().WaitAsync(Bound, Stop));
        events.Writer.TryWrite(Chunk("later") + Finish);
        events.Writer.Complete();
        Assert.Contains("later", await reader.ReadToEndAsync(Stop).WaitAsync(Bound, Stop), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task FailureBeforeContent_HasAStatusOfItsOwn(string path)
    {
        await using var fake = FakeOpenAI.Start();
        fake.Fault(Fault.ServerError(503));
        await using var host = await StartAsync(fake.Url, fake.ApiKey);

        using var answer = await host.SendAsync(path, BodyFor(path));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task CutAfterContent_EndsInAnErrorInTheStream_WithoutAnEndMark(string path)
    {
        var events = Channel.CreateUnbounded<string>();
        await using var upstream = await Upstream.StartAsync(events.Reader);
        await using var host = await StartAsync(upstream.Url);
        events.Writer.TryWrite(Chunk("some"));
        events.Writer.TryWrite(Chunk(" text"));
        events.Writer.Complete();

        using var answer = await host.SendAsync(path, BodyFor(path));
        var text = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("some", text, StringComparison.Ordinal);
        Assert.Contains("\"error\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", text, StringComparison.Ordinal);
        Assert.DoesNotContain("response.completed", text, StringComparison.Ordinal);
        Assert.Equal(CallOutcome.Broken, (await host.Records.NextAsync()).Outcome);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task CallerWhoLeaves_IsSeenUpstream_AndWhatWasStreamedIsCharged(string path)
    {
        var events = Channel.CreateUnbounded<string>();
        await using var upstream = await Upstream.StartAsync(events.Reader);
        await using var host = await StartAsync(upstream.Url, token: new() { Name = "t", QuotaMicros = 1_000_000 });
        events.Writer.TryWrite(Chunk("some words of an answer that is never finished"));
        var answer = await host.SendAsync(path, BodyFor(path));
        using (var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop)))
        {
            while (!(await reader.ReadLineAsync(Stop).AsTask().WaitAsync(Bound, Stop))!.Contains("some words", StringComparison.Ordinal))
            {
            }
        }

        var left = Stopwatch.GetTimestamp();
        answer.Dispose();
        await upstream.Left.WaitAsync(Bound, Stop);
        var seen = Stopwatch.GetElapsedTime(left);
        var record = await host.Records.NextAsync();
        var token = await host.Tokens.ListAsync(Stop).FirstAsync(Stop);

        Assert.Equal(CallOutcome.Cancelled, record.Outcome);
        Assert.InRange(record.ChargeMicros!.Value, 1, 1_000);
        var standing = (await host.Tokens.GetQuotaAsync(token.Id, Stop))!.Total!;
        Assert.Equal((record.ChargeMicros.Value, 0), (standing.SettledMicros, standing.HeldMicros));
        TestContext.Current.SendDiagnosticMessage($"upstream saw it after {seen.TotalMilliseconds:0} ms");
        Assert.True(seen < TimeSpan.FromSeconds(10), $"It took {seen}."); // the promise is 500 ms; the bound only tells it from never
    }

    [Fact]
    public async Task RescuedStream_GoesOnUnderTheSameId_AndIsMarked()
    {
        await using var first = FakeOpenAI.Start();
        await using var second = FakeOpenAI.Start();
        first.Reply(new FakeReply { Text = "one two three four five six", ChunkSize = 4 });
        second.Reply(new FakeReply { Text = "one two three four five six", ChunkSize = 5 });
        first.Fault(Fault.CutStream(3));
        await using var host = await EndpointHost.StartAsync(options =>
        {
            options.Channels.Add(new() { Name = "first", Provider = "openai", ApiKey = first.ApiKey, BaseUrl = first.Url, Models = ["public"], Priority = 1 });
            options.Channels.Add(new() { Name = "second", Provider = "openai", ApiKey = second.ApiKey, BaseUrl = second.Url, Models = ["public"] });
        });

        using var answer = await host.SendAsync("/v1/chat/completions", Hello);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        var chunks = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(static one => one.StartsWith("data: {", StringComparison.Ordinal)).Select(static one => System.Text.Json.JsonElement.Parse(Encoding.UTF8.GetBytes(one[6..]))).ToList();

        Assert.Equal("one two three four five six", string.Concat(chunks.SelectMany(static chunk => chunk.GetProperty("choices").EnumerateArray()).Select(static choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "")));
        Assert.Single(chunks.Select(static chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.Single(chunks, static chunk => chunk.GetProperty("choices").EnumerateArray().Any(static choice => choice.GetProperty("finish_reason").ValueKind == System.Text.Json.JsonValueKind.String));
        Assert.Single(chunks, static chunk => chunk.GetProperty("choices").EnumerateArray().Any(static choice => choice.GetProperty("delta").TryGetProperty("role", out _)));
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Contains(": x-oneapi-continued\n\n", text, StringComparison.Ordinal);
    }

    private const string Finish = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private static string Chunk(string text) => $"data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"real\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":null}}]}}\n\n";

    private static string BodyFor(string path) => path switch
    {
        "/v1/responses" => """{"model":"public","stream":true,"input":"hi"}""",
        "/v1/completions" => """{"model":"public","stream":true,"prompt":"hi"}""",
        _ => Hello,
    };

    private static Task<EndpointHost> StartAsync(string url, string key = "k", AccessTokenRequest? token = null, Action<IServiceCollection>? services = null) => EndpointHost.StartAsync(
        options =>
        {
            options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = key, BaseUrl = url, Models = ["public"], Timeouts = new() { FirstToken = TimeSpan.FromMinutes(5), Total = TimeSpan.FromMinutes(5) } });
            options.Prices["public"] = new() { Input = "1", Output = "1" };
        },
        services: services,
        token: token);

    /// <summary>Sends what it is given, as it is given it.</summary>
    private sealed class Upstream(WebApplication app, TaskCompletionSource arrived, TaskCompletionSource left) : IAsyncDisposable
    {
        public string Url => app.Urls.First();

        public Task Arrived => arrived.Task;

        public Task Left => left.Task;

        public static async Task<Upstream> StartAsync(ChannelReader<string> events)
        {
            var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.Run(async context =>
            {
                context.RequestAborted.Register(left.SetResult);
                using var body = new StreamReader(context.Request.Body);
                await body.ReadToEndAsync(context.RequestAborted);
                arrived.TrySetResult();
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.FlushAsync(context.RequestAborted);
                try
                {
                    await foreach (var item in events.ReadAllAsync(context.RequestAborted))
                    {
                        await context.Response.WriteAsync(item, context.RequestAborted);
                        await context.Response.Body.FlushAsync(context.RequestAborted);
                    }
                }
                catch (OperationCanceledException)
                {
                    // The caller has left.
                }
            });
            await app.StartAsync(Stop);
            return new(app, arrived, left);
        }

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
        }
    }
}
