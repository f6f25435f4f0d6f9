using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.EndToEnd.Tests.Failover;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.ByteCuts;

/// <summary>Two channels, the stream of the first cut at every event's end and at many bytes, inside characters too, and the second goes on with what was delivered: every answer is whole, with nothing twice.</summary>
public sealed partial class ContinueCutTests
{
    private const int CutsOfAWire = 150;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("qwen", true)]
    public async Task Stream_CutAnywhere_IsWholeByTheOneThatGoesOn(string provider, bool closeDelimited)
    {
        var wire = CutWire.Of(provider);
        var stream = await CutStream.RecordAsync(wire, Stop);
        var cuts = stream.Cuts(CutsOfAWire, new Random(7));
        await using var first = FaultWall.Start();
        await using var second = FaultWall.Start();
        first.Answer(request => Cut(request, stream, closeDelimited));
        second.Answer(GoOn);
        var wrong = new ConcurrentQueue<string>();
        var continued = 0;
        await Parallel.ForEachAsync(cuts, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (cut, stop) =>
        {
            await using var services = Gateway(wire, first, second); // each its own: a channel that breaks that often is left alone
            var client = services.GetRequiredService<IChatClient>();
            var question = string.Create(CultureInfo.InvariantCulture, $"case {cut}");
            var answer = await client.GetStreamingResponseAsync(question, new() { ModelId = "asked" }, stop).ToChatResponseAsync(stop).WaitAsync(TimeSpan.FromSeconds(20), stop);
            if (answer.Text != CutStream.WholeText || answer.FinishReason != ChatFinishReason.Stop)
            {
                wrong.Enqueue($"{provider}, cut at {cut}: '{answer.Text}'");
            }
        });

        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {cuts.Count} cuts:\n{string.Join('\n', wrong.Order().Take(10))}");
        foreach (var request in second.Requests)
        {
            if (Beginning(request) is { } text)
            {
                continued++;
                Assert.StartsWith(text, CutStream.WholeText, StringComparison.Ordinal);
                Assert.False(char.IsHighSurrogate(text[^1]));
            }
        }

        Assert.True(continued > cuts.Count / 2, $"{continued} of {cuts.Count} were gone on with.");
    }

    private static WallReply Cut(WallRequest request, CutStream stream, bool closeDelimited)
    {
        var reply = WallReply.Bytes(stream.Bytes, "text/event-stream").CutAtByte(int.Parse(Case().Match(request.Text).Groups[1].Value, CultureInfo.InvariantCulture));
        return closeDelimited ? reply.CloseDelimited() : reply;
    }

    /// <summary>The rest of the answer, in pieces of three runes, and nothing where nothing is left; the whole of it to who asks afresh.</summary>
    private static WallReply GoOn(WallRequest request)
    {
        var rest = CutStream.WholeText[(Beginning(request)?.Length ?? 0)..];
        return rest.Length == 0 ? WallReply.Answer("") : WallReply.Answer([.. rest.EnumerateRunes().Chunk(3).Select(static runes => string.Concat(runes))]);
    }

    private static string? Beginning(WallRequest request)
    {
        var messages = request.Json.GetProperty("messages");
        var last = messages[messages.GetArrayLength() - 1];
        return last.GetProperty("role").GetString() == "assistant" ? last.GetProperty("content").GetString() : null;
    }

    private static ServiceProvider Gateway(CutWire wire, FaultWall first, FaultWall second)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FastTime(speed: 4));
        services.AddOneApi(options =>
        {
            options.Channels.Add(new() { Name = "one", Provider = wire.Provider, BaseUrl = first.Url, ApiKey = "key-of-a-channel", Models = ["asked"], ModelMap = { ["asked"] = wire.Model } });
            options.Channels.Add(new() { Name = "two", Provider = "vllm", BaseUrl = second.Url, Models = ["asked"] });
            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered, ContinueAfterCut = true };
        });
        return services.BuildServiceProvider();
    }

    [GeneratedRegex("case (\\d+)")]
    private static partial Regex Case();
}
