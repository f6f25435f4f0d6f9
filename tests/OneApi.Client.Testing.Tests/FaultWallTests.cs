using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Testing.Tests;

public sealed class FaultWallTests
{
    private const string Body = """{"model":"m-1","stream":true,"messages":[{"role":"user","content":"汉字"}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queue_GoesBeforeTheTime_AndTheTimeBeforeTheRule()
    {
        var clock = new FakeTimeProvider();
        await using var wall = FaultWall.Start(new() { TimeProvider = clock });
        wall.Answer(static request => WallReply.Status(500 + request.Number));
        wall.During(TimeSpan.FromSeconds(60), WallReply.Status(503));
        wall.Enqueue(WallReply.Status(429), times: 2);
        wall.Enqueue(WallReply.Status(500));

        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            statuses.Add(await StatusAsync(wall));
        }

        clock.Advance(TimeSpan.FromSeconds(59));
        statuses.Add(await StatusAsync(wall));
        clock.Advance(TimeSpan.FromSeconds(1));
        statuses.Add(await StatusAsync(wall));

        Assert.Equal([429, 429, 500, 503, 503, 503, 507], statuses);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], wall.Requests.Select(static request => request.Number));
        Assert.Equal(TimeSpan.FromSeconds(60), wall.Requests[^1].Since);
    }

    [Fact]
    public async Task UntilToldOtherwise_ItAnswersWell()
    {
        await using var wall = FaultWall.Start();

        var answer = await Http.SendAsync(WallReplyTests.Post(wall, Body));

        Assert.Equal("This is the wall.", string.Concat(Sse.Texts("openai", answer.Body)));
    }

    [Fact]
    public async Task Rule_ThatThrows_IsSeenAsTheTestsOwnFault()
    {
        await using var wall = FaultWall.Start();
        wall.Answer(static _ => throw new InvalidOperationException("a slip"));

        var answer = await Http.SendAsync(WallReplyTests.Post(wall, Body));

        Assert.Equal((500, "text/plain"), (answer.Status, answer.Headers["content-type"]));
        Assert.Contains("a slip", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_IsKeptAsItCame(bool chunked)
    {
        var clock = new FakeTimeProvider(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var wall = FaultWall.Start(new() { TimeProvider = clock });
        using var sent = new HttpRequestMessage(HttpMethod.Put, wall.Url + "/a%20b/c?d=e%20f") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        sent.Headers.TransferEncodingChunked = chunked;
        sent.Headers.Add("x-one", ["1", "2"]);

        await Http.SendAsync(sent);

        var request = Assert.Single(wall.Requests);
        Assert.Equal(("PUT", "/a b/c", "d=e%20f", Body), (request.Method, request.Path, request.Query, request.Text));
        Assert.Equal(("1, 2", "m-1", true), (request.Headers["X-One"], request.Model, request.IsStreaming));
        Assert.Equal(clock.GetUtcNow(), request.ArrivedAt);
        Assert.Equal(clock.GetUtcNow(), request.AnsweredAt);
        Assert.Equal(chunked, request.Headers.ContainsKey("Transfer-Encoding"));
    }

    [Fact]
    public async Task Connection_ServesOneRequestAfterAnother()
    {
        await using var wall = FaultWall.Start();
        using var client = await RawClient.PostAsync(wall.Url, "/chat/completions", "{}");
        await client.ReadUntilAsync("\"system_fingerprint\"");

        wall.Always(WallReply.Status(418));
        await client.SendAsync("/chat/completions", "{}");

        Assert.Contains("HTTP/1.1 418", await client.ReadUntilAsync("HTTP/1.1 418"), StringComparison.Ordinal);
        Assert.Equal(2, wall.Requests.Count);
    }

    [Fact]
    public async Task Silence_LastsUntilTheClientLeaves_WhichIsSeenAtOnce()
    {
        await using var wall = FaultWall.Start();
        wall.Always(WallReply.Silence());
        WallRequest request;
        using (var client = await RawClient.PostAsync(wall.Url, "/chat/completions", Body))
        {
            request = await wall.WaitForRequestAsync(Stop).WaitAsync(Http.Bound, Stop);
            Assert.Null(request.DisconnectedAt);
            Assert.Empty(client.Read);
        }

        await request.Disconnected.WaitAsync(TimeSpan.FromSeconds(5), Stop);

        Assert.Same(request, await wall.WaitForDisconnectAsync(Stop).WaitAsync(Http.Bound, Stop));
    }

    [Fact]
    public async Task Client_ThatHasItsWholeAnswer_DoesNotCountAsLeaving()
    {
        await using var wall = FaultWall.Start();
        using (var client = await RawClient.PostAsync(wall.Url, "/chat/completions", Body))
        {
            await client.ReadUntilAsync("[DONE]");
        }

        wall.Always(WallReply.Silence());
        using (await RawClient.PostAsync(wall.Url, "/chat/completions", Body))
        {
            await Http.UntilAsync(() => wall.Requests.Count == 2);
        }

        Assert.Equal(2, (await wall.WaitForDisconnectAsync(Stop).WaitAsync(Http.Bound, Stop)).Number);
        Assert.NotNull(wall.Requests[0].AnsweredAt);
    }

    [Fact]
    public async Task Disposal_EndsHeldConnectionsAtOnce_AndIsNoDisconnect()
    {
        var wall = FaultWall.Start();
        wall.Enqueue(WallReply.Silence());
        wall.Enqueue(WallReply.Answer("one").StallAfter(1));
        using var silent = await RawClient.PostAsync(wall.Url, "/chat/completions", Body);
        await wall.WaitForRequestAsync(Stop).WaitAsync(Http.Bound, Stop);
        using var stalled = await RawClient.PostAsync(wall.Url, "/chat/completions", Body);
        await stalled.ReadUntilAsync("one");

        await wall.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), Stop);
        await wall.DisposeAsync();

        foreach (var client in (RawClient[])[silent, stalled])
        {
            var end = await Record.ExceptionAsync(() => client.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(5), Stop));
            Assert.True(end is null or IOException, $"{end}"); // closed or reset
        }

        Assert.Equal(2, wall.Requests.Count);
        Assert.All(wall.Requests, static request => Assert.Null(request.DisconnectedAt));
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => RawClient.PostAsync(wall.Url, "/", ""));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    public async Task Client_ThatSendsHalfARequestOrNone_IsNoRequest(string sent)
    {
        await using var wall = FaultWall.Start();
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", new Uri(wall.Url).Port, Stop);
            await client.Client.SendAsync(Encoding.ASCII.GetBytes(sent), Stop);
            client.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            Assert.Equal(0, await ReadToEndAsync(client.Client));
        }

        Assert.Empty(wall.Requests);
    }

    /// <summary>A server that closes with something unread ends the connection with a reset: that is an end too.</summary>
    private static async Task<int> ReadToEndAsync(System.Net.Sockets.Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], Stop).AsTask().WaitAsync(Http.Bound, Stop);
        }
        catch (System.Net.Sockets.SocketException reset) when (reset.SocketErrorCode is System.Net.Sockets.SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    private static async Task<int> StatusAsync(FaultWall wall) => (await Http.SendAsync(WallReplyTests.Post(wall, Body))).Status;
}
