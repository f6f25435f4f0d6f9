using System.Net.ServerSentEvents;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Transport;

public class EventBlocksTests
{
    private const int Limit = 200;

    /// <summary>An event type always stands beside data: on one without any the platform's parser differs from the standard, which forgets it.</summary>
    private static readonly Gen<string> Lines = Gen.OneOf(
        "data: {\"a\":1}\n", "data: [1,2]\r\n", "data:ü–😀\r\n", "data: x\r", "event: ping\ndata: p\n", "data: q\r\nevent: error\r\n", "\n", "\r\n", "\n", "\r\n", "\r", ": ping\n", ":\r\n", "id: 1\n", "retry: 5\n", "data\n", "data:\n", "unknown: y\n").Array[0, 16].Select(string.Concat);

    private static readonly Gen<int[]> Sizes = Gen.Int[1, 9].Array[1, 20];

    [Fact]
    public void Blocks_GiveEveryByteOnce_AndTheEventsOfTheStandard_HoweverTheStreamIsSliced() =>
        Gen.Select(Lines, Gen.OneOf("", "data: cut", "event: a\ndata: b", ": c"), Sizes).Sample(
            static (lines, tail, slices) =>
            {
                var (bytes, events) = ReadAsync(lines + tail, slices).GetAwaiter().GetResult();
                var isOpen = bytes.Length > (lines + tail).Length;
                return bytes == lines + tail + (isOpen ? "\n\n" : "") && events.SequenceEqual(ByTheStandard(lines + tail));
            },
            iter: 10_000);

    [Fact]
    public async Task Comment_IsGiven_BeforeTheNextEventComes()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        using var clock = new AttemptClock(new FakeTimeProvider(), default, streaming: true, TestContext.Current.CancellationToken);
        using var blocks = new EventBlocks(pipe.Reader.AsStream(), clock, Limit);

        await pipe.Writer.WriteAsync(": ping\n\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(await blocks.ReadAsync(TestContext.Current.CancellationToken));
        Assert.False(blocks.IsEvent);
        Assert.Equal(": ping\n\n", Encoding.UTF8.GetString(blocks.Bytes));

        await pipe.Writer.WriteAsync("data: 1\n\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(await blocks.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(blocks.IsEvent);
        Assert.Equal("data: 1\n\n", Encoding.UTF8.GetString(blocks.Bytes));
    }

    /// <summary>What the gateway writes behind it, an error or the end mark, must not become a part of its line.</summary>
    [Theory]
    [InlineData("data: 1\n\ndata: 2")]
    [InlineData("data: 1\n\ndata: 2\n")]
    [InlineData("data: 1\n\ndata: 2\r")]
    [InlineData("data: 1\n\n: ping")]
    public async Task WhatTheEndOfTheBodyCutsOff_GetsItsEnd(string stream)
    {
        var (bytes, _) = await ReadAsync(stream, [5]);

        Assert.Equal(stream + "\n\n", bytes);
    }

    /// <summary>hunyuan.md §5.</summary>
    [Fact]
    public async Task ALineOfBlanks_PartsEvents()
    {
        var (bytes, events) = await ReadAsync("data: 1\n\t\ndata: 2\n\n", [3]);

        Assert.Equal("data: 1\n\t\ndata: 2\n\n", bytes);
        Assert.Equal([("message", "1"), ("message", "2")], events);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"x\"}}")]
    [InlineData("error: {\"code\":500}")]
    public async Task WhatIsNoEvent_IsSetAside_AndNotGiven(string foreign)
    {
        using var clock = new AttemptClock(new FakeTimeProvider(), default, streaming: true, TestContext.Current.CancellationToken);
        using var blocks = new EventBlocks(new SlicedStream(Encoding.UTF8.GetBytes("data: 1\n\n" + foreign), [4]), clock, Limit);
        var given = new StringBuilder();
        while (await blocks.ReadAsync(TestContext.Current.CancellationToken))
        {
            given.Append(Encoding.UTF8.GetString(blocks.Bytes));
        }

        Assert.Equal("data: 1\n\n", given.ToString());
        Assert.Equal(foreign, Encoding.UTF8.GetString(blocks.Foreign).TrimStart('\n'));
    }

    [Fact]
    public async Task ALineBeyondTheLimit_BreaksTheStream()
    {
        var error = await Assert.ThrowsAsync<OneApiException>(() => ReadAsync("data: " + new string('x', Limit), [50]));

        Assert.Equal(OneApiErrorKind.ProtocolViolation, error.Kind);
    }

    private static async Task<(string Bytes, List<(string Type, string Data)> Events)> ReadAsync(string text, int[] slices)
    {
        using var clock = new AttemptClock(new FakeTimeProvider(), default, streaming: true, CancellationToken.None);
        using var blocks = new EventBlocks(new SlicedStream(Encoding.UTF8.GetBytes(text), slices), clock, Limit);
        using var bytes = new MemoryStream();
        var events = new List<(string, string)>();
        while (await blocks.ReadAsync(CancellationToken.None))
        {
            bytes.Write(blocks.Bytes);
            if (blocks.IsEvent)
            {
                events.Add((blocks.EventType, Encoding.UTF8.GetString(blocks.Data)));
            }
        }

        return (Encoding.UTF8.GetString(bytes.ToArray()), events);
    }

    private static IEnumerable<(string Type, string Data)> ByTheStandard(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text + "\n\n"));
        foreach (var item in SseParser.Create(stream).Enumerate())
        {
            yield return (item.EventType, item.Data);
        }
    }
}
