using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using OneApi.Client.Replay.Tests.Recordings;
using OneApi.Client.Replay.Tests.Serving;
using Xunit;

namespace OneApi.Client.Replay.Tests.SelfTests;

/// <summary>The server gives every byte and header as recorded, in small pieces, and keeps what it was asked.</summary>
public sealed class SlicingServerTests
{
    private const string Answer = "data: {\"text\":\"héllo 世界 🎉\"}\r\n\r\ndata: [DONE]\r\n\r\n";

    private static readonly Dictionary<string, string> _eventStream = new() { ["content-type"] = "text/event-stream", ["retry-after"] = "7" };

    [Fact]
    public async Task Body_ArrivesWhole_WithStatusAndHeaders()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = SlicingServer.Start(429, _eventStream, Encoding.UTF8.GetBytes(Answer), true, "seed");
        using var client = new HttpClient();

        using var response = await client.PostAsJsonAsync(new Uri($"{server.Url}/v1/chat/completions?x=1"), new { model = "m" }, cancellationToken);

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("7", Assert.Single(response.Headers.GetValues("retry-after")));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Answer, await response.Content.ReadAsStringAsync(cancellationToken));
        var request = Assert.Single(server.Requests);
        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal("""{"model":"m"}""", request.Body);
    }

    [Fact]
    public async Task Stream_IsWrittenInChunksOf1To200Bytes()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = SlicingServer.Start(200, _eventStream, new byte[20_000], true, "slices");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(server.Url).Port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync("POST / HTTP/1.1\r\nhost: x\r\n\r\n"u8.ToArray(), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);

        var answer = await reader.ReadToEndAsync(cancellationToken);

        var sizes = Chunks(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).ToList();
        Assert.Equal(20_000, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, 1, 200));
        Assert.True(sizes.Distinct().Count() > 50, "the sizes vary");
    }

    [Fact]
    public async Task EveryRecordedBody_ArrivesByteForByte()
    {
        RecordingSet.SkipWhenAbsent();
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new HttpClient();

        foreach (var one in RecordingSet.Cases.Where(one => one.Stream))
        {
            var exchange = RecordingSet.Load(one);
            await using var server = SlicingServer.Start(exchange);
            using var response = await client.PostAsJsonAsync(new Uri($"{server.Url}/v1{exchange.PathSuffix}"), new { }, cancellationToken);

            Assert.Equal(exchange.Body, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
    }

    private static IEnumerable<int> Chunks(string body)
    {
        for (var at = 0; ;)
        {
            var end = body.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = int.Parse(body.AsSpan(at, end - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                yield break;
            }

            yield return size;
            at = end + 2 + size + 2;
        }
    }
}
