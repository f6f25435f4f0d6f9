using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Transport;

public class EventStreamBodyTests
{
    private const int Limit = 200;

    /// <summary>What a stream is made of, beginnings that could be mistaken for <c>error:</c> among them; every piece ends its line.</summary>
    private static readonly Gen<string> Lines = Gen.OneOf(
        "data: {\"a\":1}\n", "data: [1,2]\r\n", "data: ü–😀\r", "event: error\n", "\n", "\r\n", ": ping\n", "e\n", "err\n", "erro\r\n", "error\n", "errors: x\n", "id: 1\n", " {\n", "xerror: y\n", "data:{\n").Array[0, 12].Select(string.Concat);

    /// <summary>Last lines without an end.</summary>
    private static readonly Gen<string> Tails = Gen.OneOf("", "data: cut", "e", "er", "err", "erro", "error", "event", "\r");

    private static readonly Gen<string> Foreign = Gen.OneOf("{", "[", "error:", "{\"error\":{\"message\":\"x\"}}", "error: {\"code\":500}\n\n", "{\n  \"a\": 1\n}\n", "[{\"error\":1}]\ndata: x\n\n");

    private static readonly Gen<int[]> Sizes = Gen.Int[1, 9].Array[1, 20];

    private static async Task<(string Events, string Raw)> ReadAsync(string text, int[] slices, int[] buffers)
    {
        using var clock = new AttemptClock(new FakeTimeProvider(), default, streaming: true, CancellationToken.None);
        using var body = new EventStreamBody(new SlicedStream(Encoding.UTF8.GetBytes(text), slices), clock, Limit);
        using var read = new MemoryStream();
        var buffer = new byte[16];
        for (var i = 0; ; i++)
        {
            var count = await body.ReadAsync(buffer.AsMemory(0, buffers[i % buffers.Length]), CancellationToken.None);
            if (count == 0)
            {
                return (Encoding.UTF8.GetString(read.ToArray()), Encoding.UTF8.GetString(body.Raw));
            }

            read.Write(buffer, 0, count);
        }
    }

    [Fact]
    public void Bytes_ComeThroughUnchanged_WithABlankLineAtTheEnd_HoweverTheyAreSliced() =>
        Gen.Select(Lines, Tails, Sizes, Sizes).Sample(
            static (lines, tail, slices, buffers) => ReadAsync(lines + tail, slices, buffers).GetAwaiter().GetResult() == (lines + tail + "\n\n", ""),
            iter: 5_000);

    [Fact]
    public void FromALineThatIsNoEvent_EverythingIsSetAside_HoweverItIsSliced() =>
        Gen.Select(Lines, Foreign, Sizes, Sizes).Sample(
            static (lines, foreign, slices, buffers) => ReadAsync(lines + foreign, slices, buffers).GetAwaiter().GetResult() == (lines + "\n\n", foreign),
            iter: 5_000);

    /// <summary>hunyuan.md §5: a line that holds a tab parts events too.</summary>
    [Fact]
    public void ALineOfBlanks_IsAnEmptyLine_HoweverItIsSliced() =>
        Gen.Select(Gen.OneOf("\t", " ", "\t\t", " \t "), Gen.OneOf("\n", "\r\n"), Sizes, Sizes).Sample(
            static (blanks, end, slices, buffers) =>
                ReadAsync("data: 1\n" + blanks + end + "data: 2\n", slices, buffers).GetAwaiter().GetResult() == ("data: 1\n" + new string('\n', blanks.Length) + end + "data: 2\n\n\n", ""),
            iter: 2_000);

    [Theory]
    [InlineData("\tdata: 1\n")]
    [InlineData("                    \n")]
    [InlineData("\t")]
    public async Task BlanksThatMakeNoLineOfTheirOwn_StayAsTheyAre(string text) =>
        Assert.Equal((text + "\n\n", ""), await ReadAsync(text, [1], [16]));

    [Theory]
    [InlineData("{\"error\":{\"message\":\"overloaded\"}}")]
    [InlineData("error: {\"message\":\"overloaded\"}")]
    public async Task AnErrorInTheMiddle_EndsUpInRaw(string error)
    {
        var (events, raw) = await ReadAsync("data: {\"a\":1}\n\n" + error, [1000], [16]);

        Assert.Equal(("data: {\"a\":1}\n\n\n\n", error), (events, raw));
    }

    [Theory]
    [InlineData("data: ", 1)]
    [InlineData("data: ", 1000)]
    [InlineData("{", 7)]
    [InlineData("error: ", 7)]
    public async Task ALineThatIsTooLong_IsAProtocolViolation(string start, int slice)
    {
        var error = await Assert.ThrowsAsync<OneApiException>(() => ReadAsync("data: x\n\n" + start + new string('y', Limit) + "\n\n", [slice], [16]));

        Assert.Equal(OneApiErrorKind.ProtocolViolation, error.Kind);
    }

    [Fact]
    public async Task ManyLinesThatAreNotTooLong_AreNoViolation()
    {
        var text = string.Concat(Enumerable.Repeat("data: " + new string('y', Limit - 6) + "\n", 50));

        Assert.Equal(text + "\n\n", (await ReadAsync(text, [1000], [16])).Events);
    }

    [Fact]
    public async Task EveryRead_IsNotedAsActivity()
    {
        var time = new FakeTimeProvider();
        using var clock = new AttemptClock(time, new(null, null, TimeSpan.FromSeconds(10), null, null, TotalEndsWithContent: false), streaming: true, CancellationToken.None);
        using var body = new EventStreamBody(new SlicedStream(": ping\n: ping\n: ping\n"u8.ToArray(), [7]), clock, Limit);
        clock.NoteContent();
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(7, await body.ReadAsync(new byte[100].AsMemory(), TestContext.Current.CancellationToken));
        }

        Assert.Null(clock.Expired);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("idle", clock.Expired);
    }

    [Fact]
    public async Task ABrokenConnection_IsNotAnEnd()
    {
        using var clock = new AttemptClock(new FakeTimeProvider(), default, streaming: true, CancellationToken.None);
        using var body = new EventStreamBody(new SlicedStream("data: x\n"u8.ToArray(), [8]) { Failure = new IOException("reset") }, clock, Limit);
        Assert.Equal(8, await body.ReadAsync(new byte[100].AsMemory(), TestContext.Current.CancellationToken));

        await Assert.ThrowsAsync<IOException>(() => body.ReadAsync(new byte[100], 0, 100, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Drain_ReadsToTheEnd_ButNotForEver()
    {
        using var clock = new AttemptClock(new FakeTimeProvider(), default, streaming: true, CancellationToken.None);
        var endless = new SlicedStream(new byte[1_000_000], [512]);
        using var body = new EventStreamBody(endless, clock, Limit);

        await body.DrainAsync(TestContext.Current.CancellationToken);

        Assert.InRange(endless.Position, 1, 100_000);
    }
}
