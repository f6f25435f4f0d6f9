using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OneApi.Client.Testing.Tests;

public sealed class ReplayServerTests
{
    private static readonly byte[] Stream = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(i => $"data: {{\"n\":{i},\"text\":\"grüß 你好 👋\"}}\r\n\r\n")));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 200)]
    [InlineData(7, 7)]
    public async Task Slices_ReassembleToTheRecordedBytes(int min, int max)
    {
        await using var server = ReplayServer.Start([Exchange("https://api.x.com/v1/chat/completions", Stream)], new ReplayOptions { Seed = 42, MinSlice = min, MaxSlice = max });

        using var response = await PostAsync(server, "/v1/chat/completions");

        Assert.Equal(Stream, await response.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("req_1", response.Headers.GetValues("x-request-id").Single());
        Assert.True(response.Headers.TransferEncodingChunked);
    }

    [Fact]
    public async Task EachSlice_IsSentOnItsOwn_InSizesBetweenTheBounds()
    {
        await using var server = ReplayServer.Start([Exchange("https://x/chat", Stream)], new ReplayOptions { MinSlice = 5, MaxSlice = 12 });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(server.Url).Port, Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync("POST /chat HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Stop);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Stop);

        // Latin-1 keeps one character for each byte, so that chunk sizes can be followed.
        var body = Encoding.Latin1.GetString(bytes.ToArray()).Split("\r\n\r\n", 2)[1];
        var sizes = new List<int>();

        while (body.Length > 0)
        {
            var line = body.IndexOf("\r\n", StringComparison.Ordinal);
            sizes.Add(int.Parse(body[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            body = body[(line + 2 + sizes[^1] + 2)..];
        }

        Assert.Equal(0, sizes[^1]);
        Assert.All(sizes[..^2], size => Assert.InRange(size, 5, 12));
        Assert.Equal(Stream.Length, sizes.Sum());
        Assert.True(sizes.Distinct().Count() > 3);
    }

    [Fact]
    public async Task Exchanges_AreChosenByMethodAndPathFromTheEnd_EachOnce_InOrder()
    {
        await using var server = ReplayServer.Start(
        [
            Exchange("https://api.x.com/v1/chat/completions", "first"u8.ToArray()),
            Exchange("https://g.com/v1beta/models/gemini-2.5-flash:generateContent", "gemini"u8.ToArray()),
            Exchange("https://api.x.com/v1/chat/completions", "second"u8.ToArray()),
            Exchange("https://api.x.com/v1/completions", "legacy"u8.ToArray()),
        ]);

        Assert.Equal("gemini", await TextAsync(server, "/models/gemini-2.5-flash:generateContent"));
        Assert.Equal("first", await TextAsync(server, "/openai/deployments/d/chat/completions"));
        Assert.Equal("legacy", await TextAsync(server, "/v1/completions"));
        Assert.Equal("second", await TextAsync(server, "/chat/completions"));
        using var none = await PostAsync(server, "/chat/completions");
        Assert.Equal(501, (int)none.StatusCode);
        Assert.Contains("POST /chat/completions", await none.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task Load_ReadsTextAndBase64Bodies()
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{nameof(Load_ReadsTextAndBase64Bodies)}.json");
        await File.WriteAllTextAsync(file, """
            { "id": "x", "exchanges": [
              { "request": { "method": "POST", "url": "https://a/b", "headers": {}, "body": {"model":"m"} },
                "response": { "status": 200, "headers": { "content-type": "text/event-stream" }, "body_text": "data: ü\r\n\r\n" } },
              { "request": { "method": "GET", "url": "https://a/c", "headers": {}, "body": null },
                "response": { "status": 429, "headers": {}, "body_base64": "AP8=" } } ] }
            """, Stop);

        var exchanges = RecordedExchange.Load(file);

        Assert.Equal(["POST", "GET"], exchanges.Select(exchange => exchange.Method));
        Assert.Equal("data: ü\r\n\r\n"u8.ToArray(), exchanges[0].ResponseBody.ToArray());
        Assert.Equal("m", exchanges[0].RequestBody.GetProperty("model").GetString());
        Assert.Equal("text/event-stream", exchanges[0].ResponseHeaders["Content-Type"]);
        Assert.Equal((429, 0, 255), (exchanges[1].StatusCode, exchanges[1].ResponseBody.Span[0], exchanges[1].ResponseBody.Span[1]));
    }

    [Fact]
    public void Start_WithAnImpossibleSlice_Refuses()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ReplayServer.Start([], new ReplayOptions { MinSlice = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReplayServer.Start([], new ReplayOptions { MinSlice = 2, MaxSlice = 1 }));
    }

    [Fact]
    public async Task RealRecordings_ReassembleToTheRecordedBytes()
    {
        if (Recordings.Folder is not { } folder)
        {
            Assert.Skip(Recordings.Missing);
            return;
        }

        foreach (var provider in (string[])["openai", "anthropic", "gemini"])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, provider), "*.json").Order(StringComparer.Ordinal).Take(15))
            {
                var exchanges = RecordedExchange.Load(file);
                await using var server = ReplayServer.Start(exchanges, new ReplayOptions { MinSlice = 500, MaxSlice = 4000 });

                foreach (var exchange in exchanges)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(exchange.Method), server.Url + exchange.Url.PathAndQuery);
                    using var response = await Http.Client.SendAsync(request, Stop);

                    Assert.Equal(exchange.StatusCode, (int)response.StatusCode);
                    var body = await response.Content.ReadAsByteArrayAsync(Stop);
                    Assert.True(exchange.ResponseBody.Span.SequenceEqual(body), $"{file}: {exchange.Url}");
                }
            }
        }
    }

    private static RecordedExchange Exchange(string url, byte[] body) => new()
    {
        Method = "POST",
        Url = new Uri(url),
        ResponseHeaders = new Dictionary<string, string> { ["content-type"] = "text/event-stream", ["x-request-id"] = "req_1", ["content-length"] = "3", ["transfer-encoding"] = "identity" },
        ResponseBody = body,
    };

    private static Task<HttpResponseMessage> PostAsync(ReplayServer server, string path)
        => Http.Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, server.Url + path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") }, Stop);

    private static async Task<string> TextAsync(ReplayServer server, string path)
    {
        using var response = await PostAsync(server, path);
        return await response.Content.ReadAsStringAsync(Stop);
    }
}
