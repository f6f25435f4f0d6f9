using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.EndToEnd.Tests.ByteCuts;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.LockStep;

/// <summary>
/// T9 (reliability §5), in process: nothing on the way holds an event back, a character that is torn between two reads is whole again, and a
/// very long line is no trouble. Proved without timing.
/// </summary>
public sealed class LockStepTests
{
    private const int LongLine = 3 * 512 * 1024;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Wires => [.. CutWire.Providers];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task EachEvent_IsReadBeforeTheNextIsSent(string provider)
    {
        var wire = CutWire.Of(provider);
        var stream = await CutStream.RecordAsync(wire, Stop);
        await using var server = new LockStepServer(stream, Stop);
        await using var services = Gateway(wire, server.Url);
        var text = new StringBuilder();

        await ReadAsync().WaitAsync(Bound, Stop);

        Assert.Equal(CutStream.WholeText, text.ToString());
        Assert.InRange(server.Sent, CutStream.Tokens.Length, int.MaxValue);

        async Task ReadAsync()
        {
            await foreach (var update in services.GetRequiredService<IChatClient>().GetStreamingResponseAsync("case 0", new() { ModelId = wire.Model }, Stop))
            {
                text.Append(update.Text);
                server.Confirm(text.Length);
            }
        }
    }

    /// <summary>Between any two bytes of any character of two, three or four bytes; and between all bytes at once.</summary>
    [Theory]
    [MemberData(nameof(Wires))]
    public async Task CharacterThatIsTorn_IsWholeAgain(string provider)
    {
        var wire = CutWire.Of(provider);
        var stream = await CutStream.RecordAsync(wire, Stop);
        int[] inside = [.. Enumerable.Range(1, stream.Bytes.Length - 1).Where(at => (stream.Bytes[at] & 0xC0) == 0x80)];
        Assert.True(inside.Length > 8 * CutStream.Tokens.Length - 1, $"{inside.Length} places inside characters are too few.");
        using var answer = new SlicedAnswer(stream);
        await using var services = Gateway(wire, "http://127.0.0.1:9", clients => clients.ConfigurePrimaryHttpMessageHandler(() => answer));
        var client = services.GetRequiredService<IChatClient>();

        foreach (var ends in inside.Select(static at => (int[]?)[at]).Append(null).Append(inside))
        {
            answer.Ends = ends;
            var whole = await client.GetStreamingResponseAsync("case 0", new() { ModelId = wire.Model }, Stop).ToChatResponseAsync(Stop);
            Assert.True(whole.Text == CutStream.WholeText, $"Torn at {(ends is null ? "every byte" : string.Join(", ", ends.Take(3)))}: '{whole.Text}'");
        }
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task LineOfOneAndAHalfMebibytes_IsRead(string provider)
    {
        var wire = CutWire.Of(provider);
        await using var fake = wire.Start();
        var text = string.Concat(Enumerable.Repeat("0123456789abcdef", LongLine / 16));
        fake.Reply(new FakeReply { Chunks = ["first ", text, " last"] });
        await using var services = Gateway(wire, fake.Url, fake: fake);

        var updates = await services.GetRequiredService<IChatClient>().GetStreamingResponseAsync("hello", new() { ModelId = wire.Model }, Stop).ToListAsync(Stop);

        Assert.Equal("first " + text + " last", string.Concat(updates.Select(static update => update.Text)));
        Assert.Contains(updates, update => update.Text.Length >= LongLine);
    }

    private static ServiceProvider Gateway(CutWire wire, string url, Action<IHttpClientBuilder>? configure = null, FakeProvider? fake = null)
    {
        var services = new ServiceCollection();
        services.AddOneApi(options => options.Channels.Add(new()
        {
            Name = "one",
            Provider = wire.Provider,
            BaseUrl = url,
            ApiKey = fake?.ApiKey ?? "id.secret-of-a-channel",
            SecretKey = fake is { SecretKey.Length: > 0 } ? fake.SecretKey : wire.Provider is "hunyuan" or "wenxin" ? "another" : null,
            Models = ["*"],
        }));
        if (configure is not null)
        {
            services.ConfigureHttpClientDefaults(configure);
        }

        return services.BuildServiceProvider();
    }
}
