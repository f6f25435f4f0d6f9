using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Relays;

namespace OneApi.Client.Tests.Relays;

public sealed class RelayEventsTests
{
    private const string Transcript =
        ": hello\r\n\r\nevent: x\r\ndata: {\"type\":\"transcript.text.delta\",\"delta\":\"Guten \"}\r\n\r\n" +
        "data: {\"type\":\"transcript.text.delta\",\ndata: \"delta\":\"Tag 😀\"}\n\n: ping\n\n" +
        "data: {\"type\":\"transcript.text.done\",\"text\":\"Guten Tag\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"output_tokens\":5,\"total_tokens\":19}}\r\r" +
        "data: [DONE]\r\n\r\n";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(4096)]
    public void Take_HoweverTheBytesCome_GivesThemAllUnchangedAndHearsTheUsage(int size)
    {
        var (events, given) = Feed(Transcript, size);

        Assert.Equal(Transcript, Encoding.UTF8.GetString([.. given.SelectMany(static piece => piece)]));
        Assert.Equal((14, 5), (events.Usage!.InputTokenCount, events.Usage.OutputTokenCount));
        Assert.Equal("Guten Tag 😀", events.Text);
        Assert.True(events.IsComplete && events.HasEndMark);
    }

    [Fact]
    public void Take_GivesNothingBeforeTheEndOfAnEvent()
    {
        var (_, given) = Feed("data: {\"a\":1}\n\ndata: {\"b\":", 13 + 2);

        Assert.Equal("data: {\"a\":1}\n\n", Encoding.UTF8.GetString(given[0]));
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}\n\n")]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"message\":\"broken\"}\n\n")]
    public void Take_AnEventThatSaysError_IsNotGiven(string error)
    {
        const string Good = "data: {\"type\":\"transcript.text.delta\",\"delta\":\"a\"}\n\n";
        var events = new RelayEvents(Endpoint());
        var bytes = Encoding.UTF8.GetBytes(Good + error);
        bytes.CopyTo(events.GetMemory());

        events.Take(bytes.Length);

        Assert.Equal(Good, Encoding.UTF8.GetString(events.Ready.Span));
        Assert.Equal("broken", Assert.Throws<OneApiException>(events.ThrowIfFailed).ProviderMessage);
    }

    [Fact]
    public void End_AnUnfinishedEvent_IsOneAllTheSame()
    {
        var (events, given) = Feed("data: {\"type\":\"speech.audio.done\"}", 9);

        Assert.True(events.IsComplete);
        Assert.Equal("data: {\"type\":\"speech.audio.done\"}\n\n", Encoding.UTF8.GetString(Assert.Single(given)));
    }

    [Fact]
    public void End_AnUnfinishedEvent_GetsItsEnd_SoThatWhatFollowsIsNoPartOfIt()
    {
        var (_, given) = Feed("data: {\"a\":1}\n\ndata: {\"b\":2}", 64);

        Assert.Equal("data: {\"a\":1}\n\ndata: {\"b\":2}\n\n", Encoding.UTF8.GetString([.. given.SelectMany(static piece => piece)]));
    }

    [Theory]
    [InlineData("data: {\"type\":\"speech.audio.del")]
    [InlineData("data: {\"type\":\"speech.audio.delta\"\n")]
    public void End_HalfAnEvent_IsNone(string half)
    {
        var (events, given) = Feed("data: {\"a\":1}\n\n" + half, 7);

        Assert.Equal("data: {\"a\":1}\n\n", Encoding.UTF8.GetString([.. given.SelectMany(static piece => piece)]));
        Assert.False(events.IsComplete);
    }

    [Fact]
    public void End_WhereverTheStreamIsCut_GivesWholeEventsOnly()
    {
        var stream = Encoding.UTF8.GetBytes(Transcript);
        for (var cut = 0; cut < stream.Length; cut++)
        {
            var (_, given) = Feed(stream[..cut], 4096);
            var bytes = given.SelectMany(static piece => piece).ToArray();

            Assert.StartsWith(Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n'), Transcript, StringComparison.Ordinal);
            foreach (var item in SseParser.Create(new MemoryStream([.. bytes, .. "data: {\"last\":true}\n\n"u8])).Enumerate())
            {
                Assert.True(item.Data is "[DONE]" || JsonNode.Parse(item.Data) is not null, $"cut at {cut}: {item.Data}");
            }
        }
    }

    [Fact]
    public void Take_AByteOrderMark_IsNoPartOfTheFirstEvent()
    {
        const string Stream = "\uFEFFdata: {\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}\n\n";
        var events = new RelayEvents(Endpoint());
        var bytes = Encoding.UTF8.GetBytes(Stream);
        bytes.CopyTo(events.GetMemory());

        events.Take(bytes.Length);

        Assert.Equal("broken", Assert.Throws<OneApiException>(events.ThrowIfFailed).ProviderMessage);
    }

    [Fact]
    public void Take_BehindTheEndMark_NothingIsGiven()
    {
        var (_, given) = Feed("data: {\"a\":1}\n\ndata: [DONE]\n\ndata: [DONE]\n\n", 64);

        Assert.Equal("data: {\"a\":1}\n\ndata: [DONE]\n\n", Encoding.UTF8.GetString([.. given.SelectMany(static piece => piece)]));
    }

    private static (RelayEvents Events, List<byte[]> Given) Feed(string stream, int size) => Feed(Encoding.UTF8.GetBytes(stream), size);

    private static (RelayEvents Events, List<byte[]> Given) Feed(byte[] stream, int size)
    {
        var events = new RelayEvents(Endpoint());
        List<byte[]> given = [];
        foreach (var piece in stream.Chunk(size))
        {
            piece.CopyTo(events.GetMemory());
            events.Take(piece.Length);
            Give();
        }

        events.End();
        Give();
        events.GetMemory();
        events.End(); // a reader who finds the end once more
        Give();
        return (events, given);

        void Give()
        {
            if (!events.Ready.IsEmpty)
            {
                given.Add(events.Ready.ToArray());
            }

            events.Give();
        }
    }

    private static ProviderEndpoint Endpoint() => new() { Provider = "openai", BaseUrl = "http://localhost", Errors = new ErrorClassifier() };
}
