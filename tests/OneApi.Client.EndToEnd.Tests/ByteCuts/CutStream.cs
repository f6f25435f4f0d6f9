using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.ByteCuts;

/// <summary>A well-formed stream of a wire, as its fake sends it, and what a reader may have got of it at each byte.</summary>
internal sealed class CutStream
{
    private readonly List<(int TextEnd, int EventEnd)> _tokens = [];

    private CutStream(CutWire wire, byte[] bytes, byte[]? credential)
    {
        Bytes = bytes;
        Credential = credential;
        Boundaries = [.. BoundariesOf(bytes)];
        FinishEnd = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(wire.Finish)) + wire.Finish.Length;
        var from = 0;
        foreach (var token in Tokens)
        {
            var at = bytes.AsSpan(from).IndexOf(Encoding.UTF8.GetBytes(token));
            Assert.True(at >= 0, $"The stream of {wire.Provider} does not hold '{token}' as it is.");
            from += at + Encoding.UTF8.GetByteCount(token);
            _tokens.Add((from, Boundaries.First(boundary => boundary > from)));
        }
    }

    /// <summary>Gets the pieces of the answer: no two alike, with characters of two, three and four bytes.</summary>
    public static string[] Tokens { get; } = [.. Enumerable.Range(1, 30).Select(static number => string.Create(CultureInfo.InvariantCulture, $"第{number}段 é{(char)('a' + (number % 26))}🙂, "))];

    public static string WholeText { get; } = string.Concat(Tokens);

    public byte[] Bytes { get; }

    /// <summary>Gets what the wire's token exchange answered, or null where there is none.</summary>
    public byte[]? Credential { get; }

    /// <summary>Gets where each event ends.</summary>
    public IReadOnlyList<int> Boundaries { get; }

    /// <summary>Gets where the word that ends the answer has been said.</summary>
    public int FinishEnd { get; }

    /// <summary>Takes the stream from the wire's fake, through the gateway itself, so that it is what the fake says to the gateway's request.</summary>
    public static async Task<CutStream> RecordAsync(CutWire wire, CancellationToken cancellationToken)
    {
        await using var fake = wire.Start();
        fake.Reply(new FakeReply { Chunks = Tokens });
        var tap = new ResponseTap();
        var services = new ServiceCollection();
        services.AddOneApi(options => options.Channels.Add(new() { Name = "one", Provider = wire.Provider, BaseUrl = fake.Url, ApiKey = fake.ApiKey, SecretKey = fake.SecretKey.Length == 0 ? null : fake.SecretKey, Models = ["*"] }));
        services.ConfigureHttpClientDefaults(clients => clients.AddHttpMessageHandler(() => new ResponseTap.Handler(tap)));
        await using var provider = services.BuildServiceProvider();
        var whole = await provider.GetRequiredService<IChatClient>().GetStreamingResponseAsync("case 0", new() { ModelId = wire.Model }, cancellationToken).ToChatResponseAsync(cancellationToken);

        Assert.Equal(WholeText, whole.Text);

        // The fakes' JSON writer escapes characters of four bytes; vendors send them as they are, so that a cut may tear them.
        var text = Encoding.UTF8.GetString(tap.Stream ?? throw new InvalidOperationException("No stream went by."));
        return new(wire, Encoding.UTF8.GetBytes(text.Replace("\\uD83D\\uDE42", "🙂", StringComparison.OrdinalIgnoreCase)), tap.Credential);
    }

    /// <summary>The text of all events that have come whole by then: less must not be delivered.</summary>
    public string LeastAt(int bytes) => string.Concat(Tokens.Take(_tokens.Count(token => token.EventEnd <= bytes)));

    /// <summary>The text that has come by then, in an event that is torn behind it too (Gemini says its usage there): more can not be delivered.</summary>
    public string MostAt(int bytes) => string.Concat(Tokens.Take(_tokens.Count(token => token.TextEnd <= bytes)));

    /// <summary>Where to cut: at every event's end, around the answer's end, and at so many bytes of the first 4 KiB; at all of them if they are no more.</summary>
    public IReadOnlyList<int> Cuts(int count, Random random)
    {
        var first = Enumerable.Range(0, Math.Min(4096, Bytes.Length)).ToArray();
        random.Shuffle(first);
        var beyond = Enumerable.Range(first.Length, Bytes.Length - first.Length).ToArray();
        random.Shuffle(beyond);
        var end = Enumerable.Range(FinishEnd - 50, Bytes.Length - FinishEnd + 50);
        return [.. Boundaries.Concat(end).Concat(first).Concat(beyond).Distinct().Take(count).Order()];
    }

    private static IEnumerable<int> BoundariesOf(byte[] bytes)
    {
        for (var i = 1; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n' && (bytes[i - 1] == '\n' || (i > 2 && bytes[i - 1] == '\r' && bytes[i - 2] == '\n')))
            {
                yield return i + 1;
            }
        }
    }
}
