// Stream load generator over raw sockets: closed loop, N connections, chunked replies.
// Reads the clock the mock upstream stamped into each chunk ("chatcmpl-T" + 19 digits of monotonic ns), so one-way
// latency per chunk needs no correlation.
//   dotnet run -c Release -- <url> <marker> <connections> <seconds> [stream|whole]
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var url = new Uri(args[0]);
var marker = args[1];
int connections = int.Parse(args[2]);
double seconds = double.Parse(args[3]);
bool stream = args.Length < 5 || args[4] == "stream";
var text = string.Concat(Enumerable.Repeat("Summarise the following paragraph for a busy reader. ", 24));
var body = $"{{\"model\":\"{marker}\",\"messages\":[{{\"role\":\"system\",\"content\":\"You are terse.\"}},{{\"role\":\"user\",\"content\":\"{text}\"}}],\"max_tokens\":256{(stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "")}}}";
var host = Environment.GetEnvironmentVariable("UPSTREAM") ?? "http://127.0.0.1:9101/v1";
var request = Encoding.ASCII.GetBytes($"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nAuthorization: Bearer sk-bench00000000000000000000000000000000\r\nx-portkey-provider: openai\r\nx-portkey-custom-host: {host}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

var all = new Lane[connections];
long deadline = 0, begun = 0;
for (int i = 0; i < connections; i++) all[i] = new Lane();
await Task.WhenAll(all.Select(l => l.Open(url.Port)));
await Task.WhenAll(all.Select(l => Task.Run(() => l.Loop(request, () => 1, null))));                     // one each: connections and code warm
begun = Stopwatch.GetTimestamp();
deadline = begun + (long)(seconds * Stopwatch.Frequency);
await Task.WhenAll(all.Select(l => Task.Run(() => l.Loop(request, () => Stopwatch.GetTimestamp() < deadline ? 1 : 0, l))));
double took = Stopwatch.GetElapsedTime(begun).TotalSeconds;

var total = Lane.Sorted(all.SelectMany(l => l.Total));
var ttft = Lane.Sorted(all.SelectMany(l => l.First));
var oneWay = Lane.Sorted(all.SelectMany(l => l.OneWay));
var gap = Lane.Sorted(all.SelectMany(l => l.Gap));
Console.WriteLine($"RESULT n={total.Length} rps={total.Length / took:F0} events_per_s={all.Sum(l => l.Events) / took:F0} errors={all.Sum(l => l.Errors)} total_p50_us={P(total, .5)} total_p99_us={P(total, .99)} ttft_p50_us={P(ttft, .5)} ttft_p99_us={P(ttft, .99)}"
    + (oneWay.Length > 0 ? $" chunk_p50_us={P(oneWay, .5)} chunk_p99_us={P(oneWay, .99)} gap_p50_us={P(gap, .5)} gap_p99_us={P(gap, .99)}" : ""));

static string P(double[] sorted, double q) => sorted.Length == 0 ? "-" : sorted[(int)((sorted.Length - 1) * q)].ToString("F0");

sealed class Lane
{
    public readonly List<double> Total = [], First = [], OneWay = [], Gap = [];
    public long Events; public int Errors;
    Socket socket = null!;
    int port;
    readonly byte[] buffer = new byte[64 * 1024];

    public async Task Open(int to)
    {
        port = to;
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
    }

    public async Task Loop(byte[] request, Func<int> more, Lane? into)
    {
        do
        {
            if (into is not null && more() == 0) return;
            try { await One(request, into); }
            catch (Exception e) when (e is SocketException or IOException)
            {
                if (into is not null) Errors++;
                socket.Dispose();
                await Task.Delay(10);
                await Open(port);
            }
        } while (into is not null);
    }

    async Task One(byte[] request, Lane? into)
    {
        long start = Stopwatch.GetTimestamp(), last = 0;
        await socket.SendAsync(request, SocketFlags.None);
        int have = 0, head = -1;
        long length = -1, seen = 0;
        bool chunked = false, first = true;
        while (true)
        {
            int n = await socket.ReceiveAsync(buffer.AsMemory(have), SocketFlags.None);
            if (n == 0) throw new IOException("closed early");
            long now = Stopwatch.GetTimestamp();
            int scan = have;
            have += n;
            if (head < 0)
            {
                head = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
                if (head < 0) continue;
                head += 4;
                var text = Encoding.ASCII.GetString(buffer, 0, head).ToLowerInvariant();
                if (!text.StartsWith("http/1.1 200")) throw new IOException(text.Split('\r')[0]);
                chunked = text.Contains("transfer-encoding: chunked");
                int at = text.IndexOf("content-length: ");
                if (at >= 0) length = long.Parse(text.AsSpan(at + 16, text.IndexOf('\r', at) - at - 16));
                scan = head;
            }
            if (first && have > head) { first = false; into?.First.Add(Stopwatch.GetElapsedTime(start, now).TotalMicroseconds); }
            // events that became complete with this read (marker "chatcmpl-T" is looked for a little before the new bytes)
            int from = Math.Max(scan - 28, head);
            while (from < have)
            {
                int hit = buffer.AsSpan(from, have - from).IndexOf("chatcmpl-T"u8);
                if (hit < 0 || from + hit + 29 > have) break;
                int digits = from + hit + 10;
                from = digits + 19;
                if (from <= scan) continue; // counted with the previous read
                if (into is null) continue;
                into.Events++;
                long stamp = 0;
                for (int i = 0; i < 19; i++) stamp = stamp * 10 + (buffer[digits + i] - '0');
                if (stamp == 0) continue;
                into.OneWay.Add((now * (1e9 / Stopwatch.Frequency) - stamp) / 1000);
                if (last != 0) into.Gap.Add(Stopwatch.GetElapsedTime(last, now).TotalMicroseconds);
                last = now;
            }
            bool end = chunked ? buffer.AsSpan(0, have).EndsWith("\r\n0\r\n\r\n"u8) || buffer.AsSpan(0, have).EndsWith("0\r\n\r\n"u8) && have == head + 5 : have - head + seen >= length;
            if (end) break;
            if (have > buffer.Length / 2)
            {   // keep a tail so that a marker or the terminator split over two reads is still found
                int keep = 64;
                if (!chunked) seen += have - keep - head;
                buffer.AsSpan(have - keep, keep).CopyTo(buffer);
                have = keep; head = 0;
            }
        }
        into?.Total.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }

    public static double[] Sorted(IEnumerable<double> values) { var a = values.ToArray(); Array.Sort(a); return a; }
}
