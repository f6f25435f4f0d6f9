using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Testing.Tests;

public sealed partial class WallReplyTests
{
    private const string Streamed = """{"model":"m-1","stream":true,"messages":[{"role":"user","content":"hi"}]}""";
    private const string StreamedWithUsage = """{"model":"m-1","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""";
    private const string Whole = """{"model":"m-1","messages":[{"role":"user","content":"hi"}]}""";
    private static readonly WallReply Three = WallReply.Answer("one ", "two ", "three");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_Streamed_IsARoleATokenAnEventAFinishAndDone()
    {
        await using var wall = Start(Three);

        var answer = await Http.SendAsync(Post(wall, Streamed));

        Assert.StartsWith("text/event-stream", answer.Headers["content-type"], StringComparison.Ordinal);
        Assert.Equal(6, answer.Events.Count);
        Assert.Equal(["one ", "two ", "three"], Sse.Texts("openai", answer.Body));
        Assert.Contains(""""role":"assistant"""", answer.Events[0], StringComparison.Ordinal);
        Assert.All(answer.Events.SkipLast(1), static data => Assert.Contains(""""model":"m-1"""", data, StringComparison.Ordinal));
        Assert.Contains(""""finish_reason":"stop"""", answer.Events[4], StringComparison.Ordinal);
        Assert.Equal("[DONE]", answer.Events[5]);
    }

    [Fact]
    public async Task Answer_StreamedWithUsageAskedFor_CountsOneTokenAPiece()
    {
        await using var wall = Start(Three);

        var answer = await Http.SendAsync(Post(wall, StreamedWithUsage));

        Assert.Equal(7, answer.Events.Count);
        Assert.Contains(""""completion_tokens":3"""", answer.Events[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_Whole_IsOneCompletionWithTheUsageAndModelThatAreSet()
    {
        await using var wall = Start(Three.WithModel("m-1-0613").WithUsage(new() { InputTokens = 11, OutputTokens = 7 }).WithHeader("x-request-id", "r-1"));

        var answer = await Http.SendAsync(Post(wall, Whole));

        Assert.Equal("one two three", answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("m-1-0613", answer.Json.GetProperty("model").GetString());
        Assert.Equal(18, answer.Json.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Equal("r-1", answer.Headers["x-request-id"]);
    }

    [Theory]
    [InlineData(429, "rate_limit_exceeded")]
    [InlineData(500, "server_error")]
    [InlineData(503, "server_is_overloaded")]
    public async Task Status_WithoutABody_SaysWhatOpenAISays(int status, string code)
    {
        await using var wall = Start(WallReply.Status(status, TimeSpan.FromSeconds(1.2)));

        var answer = await Http.SendAsync(Post(wall, Streamed));

        Assert.Equal((status, "2"), (answer.Status, answer.Headers["retry-after"]));
        Assert.Equal(code, answer.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Status_WithABody_SaysIt()
    {
        await using var wall = Start(WallReply.Status(400, body: """{"error":"no prefill"}"""));

        var answer = await Http.SendAsync(Post(wall, Whole));

        Assert.Equal((400, """{"error":"no prefill"}"""), (answer.Status, answer.Body));
        Assert.DoesNotContain("retry-after", answer.Headers.Keys);
    }

    [Fact]
    public async Task PromptErrors_HaveTheirCodes()
    {
        await using var wall = Start(WallReply.ContextLength());
        wall.Enqueue(WallReply.ContentFiltered());

        Assert.Contains("content_policy_violation", (await Http.SendAsync(Post(wall, Whole))).Body, StringComparison.Ordinal);
        Assert.Contains("context_length_exceeded", (await Http.SendAsync(Post(wall, Whole))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_ResetsTheConnectionBeforeAnyByte()
    {
        await using var wall = Start(WallReply.Reset());
        using var client = await RawClient.PostAsync(wall.Url, "/chat/completions", Streamed);

        var broken = await Assert.ThrowsAsync<IOException>(client.ReadToEndAsync);

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(broken.InnerException).SocketErrorCode);
        Assert.Empty(client.Read);
        Assert.Null(Assert.Single(wall.Requests).DisconnectedAt);
    }

    [Fact]
    public async Task CutAfter_ClosesAChunkedBodyWithoutItsLastChunk()
    {
        await using var wall = Start(Three.CutAfter(2));
        using var client = await RawClient.PostAsync(wall.Url, "/chat/completions", Streamed);

        var wire = await client.ReadToEndAsync();

        Assert.Contains("Transfer-Encoding: chunked", wire, StringComparison.Ordinal);
        Assert.Equal(["one ", "two "], Sse.Texts("openai", wire));
        Assert.EndsWith("}\n\n\r\n", wire, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", wire, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task CutAfter_AtTheEdges_LeavesOutTheFirstContentOrTheEnd(int events)
    {
        await using var wall = Start(Three.CutAfter(events));

        var (body, broke) = await Http.ReadBrokenAsync(Post(wall, Streamed));

        Assert.True(broke);
        Assert.Equal(events, Sse.Texts("openai", body).Count);
        Assert.Contains(""""role":"assistant"""", body, StringComparison.Ordinal);
        Assert.DoesNotContain(""""finish_reason":"stop"""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CutAfter_OnAWholeAnswer_ClosesInItsMiddle()
    {
        await using var wall = Start(Three.CutAfter(1));

        var (body, broke) = await Http.ReadBrokenAsync(Post(wall, Whole));

        Assert.True(broke);
        Assert.StartsWith("{\"id\":", body, StringComparison.Ordinal);
        Assert.Null(Sse.TryParse(body));
    }

    [Fact]
    public async Task CutAtByte_SendsSoManyBytesAndNoMore()
    {
        await using var wall = Start(Three);
        var whole = (await Http.SendAsync(Post(wall, Streamed))).Body;

        foreach (var bytes in (int[])[0, 1, 7, 100, whole.Length - 1])
        {
            wall.Enqueue(Three.CutAtByte(bytes));
            var (body, broke) = await Http.ReadBrokenAsync(Post(wall, Streamed));

            Assert.True(broke);
            Assert.Equal(bytes, Encoding.UTF8.GetByteCount(body));
        }

        wall.Enqueue(Three.CutAtByte(whole.Length));
        var (uncut, brokeAtTheEnd) = await Http.ReadBrokenAsync(Post(wall, Streamed));
        Assert.Equal((whole.Length, false), (uncut.Length, brokeAtTheEnd));
    }

    [Fact]
    public async Task CloseDelimited_ACutLooksLikeAnEnd()
    {
        await using var wall = Start(Three.CloseDelimited().CutAfter(2));

        var (body, broke) = await Http.ReadBrokenAsync(Post(wall, Streamed));

        Assert.False(broke);
        Assert.Equal(["one ", "two "], Sse.Texts("openai", body));
        wall.Always(Three.CloseDelimited());
        Assert.Equal("[DONE]", (await Http.SendAsync(Post(wall, Streamed))).Events[^1]);
    }

    [Fact]
    public async Task StallAfter_SaysNothingUntilTheClockHasMoved()
    {
        var clock = new FakeTimeProvider();
        await using var wall = FaultWall.Start(new() { TimeProvider = clock });
        wall.Always(Three.StallAfter(2, TimeSpan.FromSeconds(30)));
        using var client = await RawClient.PostAsync(wall.Url, "/chat/completions", Streamed);
        await client.ReadUntilAsync("two ");

        var rest = client.ReadUntilAsync("\r\n0\r\n\r\n");
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(rest.IsCompleted);
        Assert.Null(wall.Requests[0].AnsweredAt);
        await Http.UntilAsync(() => { clock.Advance(TimeSpan.FromSeconds(1)); return rest.IsCompleted; });

        Assert.Equal(["one ", "two ", "three"], Sse.Texts("openai", await rest));
    }

    [Fact]
    public async Task StallAfter_ForEver_EndsWhenTheClientLeaves()
    {
        await using var wall = Start(Three.StallAfter(1));
        using (var client = await RawClient.PostAsync(wall.Url, "/chat/completions", Streamed))
        {
            await client.ReadUntilAsync("one ");
        }

        var left = await wall.WaitForDisconnectAsync(Stop).WaitAsync(Http.Bound, Stop);

        Assert.True(left.Disconnected.IsCompleted);
        Assert.Null(left.AnsweredAt);
    }

    [Fact]
    public async Task MalformedAfter_PutsOneEventMoreThatIsNotJson()
    {
        await using var wall = Start(Three.MalformedAfter(1, "{oops"));

        var answer = await Http.SendAsync(Post(wall, Streamed));

        Assert.Equal(7, answer.Events.Count);
        Assert.Equal("{oops", answer.Events[2]);
        Assert.Equal(["one ", "two ", "three"], Sse.Texts("openai", answer.Body));
        Assert.Null(Sse.TryParse((await Http.SendAsync(Post(wall, Whole))).Body));
    }

    [Fact]
    public async Task WithoutDone_EndsInGoodOrder()
    {
        await using var wall = Start(Three.WithoutDone());

        var answer = await Http.SendAsync(Post(wall, Streamed));

        Assert.Equal(5, answer.Events.Count);
        Assert.Contains(""""finish_reason":"stop"""", answer.Events[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Late_HoldsTheHeadersBack_OrOnlyTheBody(bool afterHeaders)
    {
        var clock = new FakeTimeProvider();
        await using var wall = FaultWall.Start(new() { TimeProvider = clock });
        wall.Always(Three.Late(TimeSpan.FromSeconds(20), afterHeaders));
        using var client = await RawClient.PostAsync(wall.Url, "/chat/completions", Streamed);
        if (afterHeaders)
        {
            Assert.EndsWith("\r\n\r\n", await client.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        }

        var answer = client.ReadUntilAsync("[DONE]");
        await wall.WaitForRequestAsync(Stop).WaitAsync(Http.Bound, Stop);
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.False(answer.IsCompleted);
        Assert.Equal(afterHeaders, client.Read.Length > 0);
        await Http.UntilAsync(() => { clock.Advance(TimeSpan.FromSeconds(1)); return answer.IsCompleted; });

        Assert.Equal(["one ", "two ", "three"], Sse.Texts("openai", await answer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task InSlices_TearsLinesAndCharactersApart(int size)
    {
        await using var wall = Start(WallReply.Answer("汉字", "🙂").InSlices(size));
        using var client = await RawClient.PostAsync(wall.Url, "/chat/completions", Streamed);

        var wire = await client.ReadUntilAsync("\r\n0\r\n\r\n");

        var chunks = ChunkSize().Matches(wire[wire.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]).Select(static match => int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(chunks.Max(), 1, size);
        var answer = await Http.SendAsync(Post(wall, Streamed));
        Assert.Equal(["汉字", "🙂"], Sse.Texts("openai", answer.Body));
    }

    [Fact]
    public async Task Bytes_GoOutAsTheyAre_AndEveryEventCounts()
    {
        var body = "event: a\r\ndata: 1\r\n\r\n: ping\n\ndata: 2\n\ndata: 3"u8.ToArray();
        await using var wall = Start(WallReply.Bytes(body));

        Assert.Equal(Encoding.UTF8.GetString(body), (await Http.SendAsync(Post(wall, Whole))).Body);
        wall.Always(WallReply.Bytes(body).CutAfter(2));
        Assert.Equal(("event: a\r\ndata: 1\r\n\r\n: ping\n\n", true), await Http.ReadBrokenAsync(Post(wall, Whole)));
        wall.Always(WallReply.Bytes("<html>"u8.ToArray(), "text/html", 502));
        var page = await Http.SendAsync(Post(wall, Whole));
        Assert.Equal((502, "text/html", "<html>"), (page.Status, page.Headers["content-type"], page.Body));
    }

    [Fact]
    public void WrongValues_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WallReply.Status(199));
        Assert.Throws<ArgumentOutOfRangeException>(() => Three.CutAfter(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Three.CutAtByte(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Three.InSlices(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Three.Late(TimeSpan.FromSeconds(-1)));
    }

    internal static HttpRequestMessage Post(FaultWall wall, string body) => new(HttpMethod.Post, wall.Url + "/chat/completions")
    {
        Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json")),
    };

    private static FaultWall Start(WallReply reply)
    {
        var wall = FaultWall.Start();
        wall.Always(reply);
        return wall;
    }

    [GeneratedRegex("\r\n([0-9a-f]+)\r\n(?=.)", RegexOptions.Singleline)]
    private static partial Regex ChunkSize();
}
