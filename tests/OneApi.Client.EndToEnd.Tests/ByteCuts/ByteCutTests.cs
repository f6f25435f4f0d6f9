using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.EndToEnd.Tests.Failover;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.ByteCuts;

/// <summary>
/// T5 (reliability §5): one channel, and its stream cut at every byte of the first 4 KiB and at every event's end. Every cut ends in a typed
/// error with exactly the text that had come: never a hang, never an end as if it were whole.
/// </summary>
public sealed partial class ByteCutTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("ONEAPI_LONG") == "1";
    private static readonly int CutsOfAWire = IsLong ? 8000 : 1200;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static TheoryData<string, bool> Wires
    {
        get
        {
            var wires = new TheoryData<string, bool>();
            foreach (var provider in CutWire.Providers)
            {
                wires.Add(provider, false);
                wires.Add(provider, true);
            }

            return wires;
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Chunked, a cut is seen as one by HTTP itself; close-delimited it looks like a good end, and only the wire can tell.</summary>
    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Stream_CutAnywhere_EndsInATypedError_WithExactlyTheTextThatHadCome(string provider, bool closeDelimited)
    {
        var seed = IsLong ? Environment.TickCount : 5;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var wire = CutWire.Of(provider);
        var stream = await CutStream.RecordAsync(wire, Stop);
        var cuts = stream.Cuts(CutsOfAWire, new Random(seed));
        Assert.True(stream.Bytes.Length > 4096 && cuts.Count >= Math.Min(CutsOfAWire, stream.Bytes.Length), $"{stream.Bytes.Length} bytes and {cuts.Count} cuts are too few.");
        await using var wall = FaultWall.Start();
        wall.Answer(request => Reply(request, stream, closeDelimited));
        await using var services = Gateway(wire, wall);
        var client = services.GetRequiredService<IChatClient>();

        // Nothing is wrong with the stream itself.
        Assert.Null(await JudgeAsync(client, wire, stream, stream.Bytes.Length));
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(cuts, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (cut, _) =>
        {
            if (await JudgeAsync(client, wire, stream, cut) is { } found)
            {
                wrong.Enqueue($"{provider}, cut at {cut} of {stream.Bytes.Length}: {found}");
            }
        });

        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {cuts.Count} cuts (seed {seed}):\n{string.Join('\n', wrong.Order().Take(20))}");
    }

    /// <summary>Says what is wrong with how a call ended whose stream was cut there, or null.</summary>
    private static async Task<string?> JudgeAsync(IChatClient client, CutWire wire, CutStream stream, int cut)
    {
        var text = new StringBuilder();
        OneApiException? error = null;
        try
        {
            await ReadAsync(client, wire, cut, text).WaitAsync(Bound, Stop);
        }
        catch (OneApiException thrown)
        {
            error = thrown;
        }
        catch (Exception other) when (other is not OperationCanceledException)
        {
            return other is TimeoutException ? "it hangs" : $"an error without a type: {other}";
        }

        var (got, least, most) = (text.ToString(), stream.LeastAt(cut), stream.MostAt(cut));
        if (!CutStream.WholeText.StartsWith(got, StringComparison.Ordinal))
        {
            return $"'{got}' is not the beginning of the answer";
        }

        if (got.Length < least.Length || got.Length > most.Length)
        {
            return $"'{got}' was delivered, and '{least}' had come; {error}";
        }

        if (error is not null)
        {
            return cut == stream.Bytes.Length ? $"a whole stream fails: {error}" : error.PartialText is { } part && part != got ? $"the error says '{part}' was delivered, and it was '{got}'" : null;
        }

        return got == CutStream.WholeText && cut >= stream.FinishEnd ? null : "it ends as if it were whole";
    }

    private static async Task ReadAsync(IChatClient client, CutWire wire, int cut, StringBuilder text)
    {
        var question = string.Create(CultureInfo.InvariantCulture, $"case {cut}");
        await foreach (var update in client.GetStreamingResponseAsync(question, new() { ModelId = wire.Model }, Stop))
        {
            text.Append(update.Text);
        }
    }

    /// <summary>The question says where its answer is cut. What is no question is the wire's token exchange.</summary>
    private static WallReply Reply(WallRequest request, CutStream stream, bool closeDelimited)
    {
        if (Case().Match(request.Text) is not { Success: true } match)
        {
            return WallReply.Bytes(stream.Credential, "application/json");
        }

        var reply = WallReply.Bytes(stream.Bytes, "text/event-stream").CutAtByte(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        return closeDelimited ? reply.CloseDelimited() : reply;
    }

    private static ServiceProvider Gateway(CutWire wire, FaultWall wall)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FastTime(speed: 4)); // the wait before a second try on the channel is short
        services.AddOneApi(options => options.Channels.Add(new() { Name = "one", Provider = wire.Provider, BaseUrl = wall.Url, ApiKey = "id.secret-of-a-channel", SecretKey = NeedsSecret(wire) ? "another" : null, Models = ["*"] }));
        return services.BuildServiceProvider();
    }

    private static bool NeedsSecret(CutWire wire) => wire.Provider is "hunyuan" or "wenxin";

    [GeneratedRegex("case (\\d+)")]
    private static partial Regex Case();
}
