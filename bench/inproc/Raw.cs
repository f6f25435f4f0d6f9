using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Bench.InProc;

enum Wire { OpenAi, Anthropic, Gemini, Ollama }

/// <summary>A pooled request buffer with its JSON writer.</summary>
sealed class Lease : IDisposable
{
    static readonly ConcurrentQueue<Lease> free = new();
    readonly ArrayBufferWriter<byte> buffer = new(4096);
    readonly Utf8JsonWriter writer;
    Lease() => writer = new Utf8JsonWriter(buffer);
    public ReadOnlyMemory<byte> Memory => buffer.WrittenMemory;
    public static Lease Take(out Utf8JsonWriter writer)
    {
        if (!free.TryDequeue(out var lease)) lease = new Lease();
        lease.buffer.ResetWrittenCount();
        lease.writer.Reset();
        writer = lease.writer;
        return lease;
    }
    public void Dispose() => free.Enqueue(this);
}

/// <summary>The floors: what HttpClient, System.Text.Json and nothing else can do.</summary>
static class Raw
{
    static readonly MediaTypeHeaderValue json = new("application/json");

    static Task<HttpResponseMessage> Post(HttpClient http, string url, ReadOnlyMemory<byte> body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = json;
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer sk-bench");
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<int> Discard(HttpClient http, string url, ReadOnlyMemory<byte> body)
    {
        using var response = await Post(http, url, body).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(16384);
        int total = 0, n;
        while ((n = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0) total += n;
        ArrayPool<byte>.Shared.Return(buffer);
        return total;
    }

    public static async Task<int> Whole(HttpClient http, string url, Lease lease)
    {
        using var _ = lease; var body = lease.Memory;
        using var response = await Post(http, url, body).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(16384);
        int have = 0, n;
        while ((n = await stream.ReadAsync(buffer.AsMemory(have)).ConfigureAwait(false)) > 0)
        {
            have += n;
            if (have == buffer.Length) { var bigger = ArrayPool<byte>.Shared.Rent(have * 2); buffer.CopyTo(bigger, 0); ArrayPool<byte>.Shared.Return(buffer); buffer = bigger; }
        }
        var taken = new Taken();
        Extract(buffer.AsSpan(0, have), ref taken);
        ArrayPool<byte>.Shared.Return(buffer);
        return taken.Total;
    }

    public static async Task<int> Lines(HttpClient http, string url, Lease lease)
    {
        using var _ = lease; var body = lease.Memory;
        using var response = await Post(http, url, body).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(16384);
        int have = 0, n;
        var taken = new Taken();
        while ((n = await stream.ReadAsync(buffer.AsMemory(have)).ConfigureAwait(false)) > 0)
        {
            have += n;
            int used = 0, end;
            while ((end = buffer.AsSpan(used, have - used).IndexOf((byte)'\n')) >= 0)
            {
                var line = buffer.AsSpan(used, end);
                used += end + 1;
                if (line.StartsWith("data: {"u8)) Extract(line[6..], ref taken);
            }
            buffer.AsSpan(used, have - used).CopyTo(buffer);
            have -= used;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return taken.Total;
    }

    /// <summary>As <see cref="Lines"/>, handed out as M.E.AI updates: what an IChatClient cannot avoid.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> Updates(HttpClient http, string url, Lease lease)
    {
        using var _ = lease;
        using var response = await Post(http, url, lease.Memory).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(16384);
        int have = 0, n;
        var taken = new Taken();
        while ((n = await stream.ReadAsync(buffer.AsMemory(have)).ConfigureAwait(false)) > 0)
        {
            have += n;
            int used = 0, end;
            while ((end = buffer.AsSpan(used, have - used).IndexOf((byte)'\n')) >= 0)
            {
                int from = used;
                used += end + 1;
                if (!buffer.AsSpan(from, end).StartsWith("data: {"u8)) continue;
                taken.Last = null;
                Extract(buffer.AsSpan(from + 6, end - 6), ref taken);
                if (taken.Last is { } text) yield return new ChatResponseUpdate(ChatRole.Assistant, text) { ResponseId = "id", ModelId = "model" };
            }
            buffer.AsSpan(used, have - used).CopyTo(buffer);
            have -= used;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { OutputTokenCount = taken.Tokens })]);
    }

    /// <summary>
    /// As <see cref="Lines"/>, but a chunk whose bytes equal the previous chunk's before and after its one text value is not
    /// parsed again: same prefix + a string body without quote, backslash or control byte + same suffix is the same JSON.
    /// </summary>
    public static async Task<int> Alike(HttpClient http, string url, Lease lease)
    {
        using var _ = lease; var body = lease.Memory;
        using var response = await Post(http, url, body).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16384), mould = ArrayPool<byte>.Shared.Rent(4096);
        int have = 0, n, head = 0, tail = 0;
        var taken = new Taken();
        while ((n = await stream.ReadAsync(buffer.AsMemory(have)).ConfigureAwait(false)) > 0)
        {
            have += n;
            int used = 0, end;
            while ((end = buffer.AsSpan(used, have - used).IndexOf((byte)'\n')) >= 0)
            {
                var line = buffer.AsSpan(used, end);
                used += end + 1;
                if (!line.StartsWith("data: {"u8)) continue;
                int middle = line.Length - head - tail;
                if (head > 0 && middle >= 0 && line.StartsWith(mould.AsSpan(0, head)) && line.EndsWith(mould.AsSpan(head, tail))
                    && line.Slice(head, middle).IndexOfAny(needsParsing) < 0)
                {
                    taken.Last = Encoding.UTF8.GetString(line.Slice(head, middle));
                    taken.Chars += taken.Last.Length;
                    continue;
                }
                taken.At = 0;
                Extract(line[6..], ref taken);
                head = tail = 0;
                if (taken.At > 0 && line.Length < mould.Length && line.IndexOf((byte)'\\') < 0)
                {
                    head = taken.At + 6; tail = line.Length - head - taken.Size;
                    line[..head].CopyTo(mould); line[^tail..].CopyTo(mould.AsSpan(head));
                }
            }
            buffer.AsSpan(used, have - used).CopyTo(buffer);
            have -= used;
        }
        ArrayPool<byte>.Shared.Return(buffer); ArrayPool<byte>.Shared.Return(mould);
        return taken.Total;
    }

    static readonly SearchValues<byte> needsParsing = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    public static async Task<int> Sse(HttpClient http, string url, Lease lease)
    {
        using var _ = lease; var body = lease.Memory;
        using var response = await Post(http, url, body).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        var taken = new Taken();
        int total = 0;
        await foreach (var item in SseParser.Create(stream, static (_, data) =>
        {
            var one = new Taken();
            if (data.Length > 0 && data[0] == '{') Extract(data, ref one);
            return one;
        }).EnumerateAsync().ConfigureAwait(false)) { taken.Chars += item.Data.Chars; if (item.Data.Tokens > 0) taken.Tokens = item.Data.Tokens; }
        total = taken.Total;
        return total;
    }

    public struct Taken { public int Chars, Tokens, At, Size; public readonly int Total => Chars + Tokens; public string? Last; }

    /// <summary>Text and output tokens out of one JSON object of any of the wires; the text becomes a string, as every peer makes one.</summary>
    public static void Extract(ReadOnlySpan<byte> utf8, ref Taken taken)
    {
        var r = new Utf8JsonReader(utf8);
        while (r.Read())
        {
            if (r.TokenType != JsonTokenType.PropertyName) continue;
            if (r.CurrentDepth >= 2 && (r.ValueTextEquals("content"u8) || r.ValueTextEquals("text"u8)))
            {
                r.Read();
                if (r.TokenType == JsonTokenType.String) { taken.At = taken.At == 0 ? (int)r.TokenStartIndex + 1 : -1; taken.Size = r.ValueSpan.Length; taken.Last = r.GetString(); taken.Chars += taken.Last!.Length; }
            }
            else if (r.ValueTextEquals("completion_tokens"u8) || r.ValueTextEquals("output_tokens"u8) || r.ValueTextEquals("candidatesTokenCount"u8) || r.ValueTextEquals("eval_count"u8))
            {
                r.Read();
                if (r.TokenType == JsonTokenType.Number && r.GetInt32() is > 1 and var n) taken.Tokens = n;
            }
        }
    }
}

/// <summary>Either a keep-alive loopback connection to the mock upstream, or canned bytes with no socket at all.</summary>
sealed class Transports(bool stub, string upstream)
{
    public string Base => upstream;

    public bool IsStub => stub;

    public string Url(Wire wire, string model = "") => upstream + wire switch
    {
        Wire.OpenAi => "/v1/chat/completions",
        Wire.Anthropic => "/v1/messages",
        Wire.Gemini => $"/v1beta/models/{model}:streamGenerateContent?alt=sse",
        _ => "/api/chat",
    };

    readonly Dictionary<(Wire, bool, string), (byte[] Body, string Type)> canned = [];

    (byte[] Body, string Type) Fetch(Wire wire, bool stream, string model)
    {
        if (canned.TryGetValue((wire, stream, model), out var known)) return known;
        using var http = new HttpClient();
        using var content = new StringContent($"{{\"model\":\"{model}\",\"stream\":{(stream ? "true" : "false")}}}", Encoding.UTF8, "application/json");
        using var response = http.PostAsync(Url(wire, model), content).GetAwaiter().GetResult();
        var got = (response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult(), response.Content.Headers.ContentType!.ToString());
        return canned[(wire, stream, model)] = got;
    }

    /// <summary>What a correct reader takes out of the reply: measured once, independently of the contestants.</summary>
    public int Expected(Wire wire, bool stream, string model)
    {
        var text = Encoding.UTF8.GetString(Fetch(wire, stream, model).Body);
        var taken = new Raw.Taken();
        foreach (var line in stream ? text.Split('\n') : [text])
        {
            var data = line.StartsWith("data: ") ? line[6..] : line;
            if (data.StartsWith('{')) Raw.Extract(Encoding.UTF8.GetBytes(data), ref taken);
        }
        return taken.Total;
    }

    public HttpMessageHandler Handler(Wire wire, bool stream, string model) => stub
        ? new StubHandler(Fetch(wire, stream, model), stream)
        : new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10), UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None };

    public HttpClient Client(Wire wire, bool stream, string model) => new(Handler(wire, stream, model)) { BaseAddress = new Uri(upstream + "/"), Timeout = TimeSpan.FromSeconds(100) };
}

sealed class StubHandler((byte[] Body, string Type) reply, bool stream) : HttpMessageHandler
{
    readonly MediaTypeHeaderValue type = MediaTypeHeaderValue.Parse(reply.Type);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content) await content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false); // serialisation must happen
        var response = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StreamContent(new EventStream(reply.Body, stream)) };
        response.Content.Headers.ContentType = type;
        return response;
    }
}

/// <summary>Hands out one event (up to and including a blank line) per read, as tokens arrive from a network.</summary>
sealed class EventStream(byte[] body, bool perEvent) : Stream
{
    static readonly ConcurrentDictionary<byte[], int[]> known = new();
    readonly int[] ends = known.GetOrAdd(body, b => perEvent ? Ends(b) : [b.Length]);
    int at, index;

    /// <summary>Where each event ends; lines when there are no blank lines (NDJSON).</summary>
    static int[] Ends(byte[] b)
    {
        var separator = b.AsSpan().IndexOf("\r\n\r\n"u8) >= 0 ? "\r\n\r\n"u8 : b.AsSpan().IndexOf("\n\n"u8) >= 0 ? "\n\n"u8 : "\n"u8;
        var ends = new List<int>();
        for (int from = 0, hit; (hit = b.AsSpan(from).IndexOf(separator)) >= 0;) ends.Add(from += hit + separator.Length);
        if (ends.Count == 0 || ends[^1] != b.Length) ends.Add(b.Length);
        return [.. ends];
    }

    int Take(Span<byte> into)
    {
        if (at == body.Length) return 0;
        if (at == ends[index]) index++;
        int n = Math.Min(into.Length, ends[index] - at);
        body.AsSpan(at, n).CopyTo(into);
        at += n;
        return n;
    }

    public override int Read(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, count));
    public override int Read(Span<byte> buffer) => Take(buffer);
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Take(buffer.Span));
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Take(buffer.AsSpan(offset, count)));
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
