using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>One reader's stream of events. Little is kept for him: when he is too slow, he is let go.</summary>
internal sealed class EventStream : IDisposable
{
    private const int Kept = 512;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly HttpContext _context;
    private readonly IChannelHealth _health;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end;
    private readonly Channel<UsageRecord?> _events = Channel.CreateBounded<UsageRecord?>(new BoundedChannelOptions(Kept) { SingleReader = true });
    private readonly IDisposable _listening;
    private readonly ITimer _timer;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private Dictionary<(string, string?, string?), ChannelHealthEntry> _known = [];

    public EventStream(HttpContext context, IUsageFeed feed, IChannelHealth health, TimeProvider time, CancellationToken stopping)
    {
        _context = context;
        _health = health;
        _time = time;
        _end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        _listening = feed.Listen(Put);
        _timer = time.CreateTimer(static stream => ((EventStream)stream!)._events.Writer.TryWrite(null), this, Look, Look); // a full queue has something to say anyway
    }

    public async Task RunAsync()
    {
        var headers = _context.Response.Headers;
        headers["X-Accel-Buffering"] = "no";
        _context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        _known = Snapshot();
        Write("ready", null, new(_time.GetUtcNow()), AdminJsonContext.Default.ReadyEvent);
        await FlushAsync().ConfigureAwait(false);
        var last = _time.GetTimestamp();
        try
        {
            while (await _events.Reader.WaitToReadAsync(_end.Token).ConfigureAwait(false))
            {
                while (_events.Reader.TryRead(out var record))
                {
                    WriteNext(record);
                }

                if (_buffer.WrittenCount == 0 && _time.GetElapsedTime(last) < Silence)
                {
                    continue;
                }

                if (_buffer.WrittenCount == 0)
                {
                    _buffer.Write(": still here\n\n"u8);
                }

                await FlushAsync().ConfigureAwait(false);
                last = _time.GetTimestamp();
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // He left, was too slow, or the application stops.
        }
    }

    public void Dispose()
    {
        _listening.Dispose();
        _timer.Dispose();
        _end.Dispose();
    }

    private void Put(UsageRecord record)
    {
        if (!_events.Writer.TryWrite(record))
        {
            _context.Abort(); // also ends a write that he does not take
        }
    }

    private void WriteNext(UsageRecord? record)
    {
        if (record is not null)
        {
            Write("call", record.CallId.ToString(), RequestShow.Of(record), AdminJsonContext.Default.RequestView);
            return;
        }

        var now = Snapshot();
        foreach (var (key, entry) in now)
        {
            if (!_known.TryGetValue(key, out var before) || IsOther(before, entry))
            {
                Write("health", null, new(entry.Channel, ChannelShow.PartOf(entry), entry.Note), AdminJsonContext.Default.HealthEvent);
            }
        }

        foreach (var (key, entry) in _known)
        {
            if (!now.ContainsKey(key))
            {
                var well = entry with { State = ChannelHealthState.Ready, Reason = HealthReason.None, Since = null, Until = null, EndsBy = HealthEnd.Nothing, Share = 1 };
                Write("health", null, new(entry.Channel, ChannelShow.PartOf(well), null), AdminJsonContext.Default.HealthEvent);
            }
        }

        _known = now;
    }

    /// <summary>The share of a slow start grows with every look; the state alone counts.</summary>
    private static bool IsOther(ChannelHealthEntry before, ChannelHealthEntry now) =>
        before.State != now.State || before.Reason != now.Reason || before.Until != now.Until || before.Note != now.Note;

    private Dictionary<(string, string?, string?), ChannelHealthEntry> Snapshot()
    {
        var all = new Dictionary<(string, string?, string?), ChannelHealthEntry>();
        foreach (var entry in _health.List())
        {
            all[(entry.Channel, entry.Key, entry.Model)] = entry;
        }

        return all;
    }

    private void Write<T>(string name, string? id, T data, JsonTypeInfo<T> type)
    {
        if (id is not null)
        {
            Encoding.UTF8.GetBytes($"id: {id}\n", _buffer);
        }

        Encoding.UTF8.GetBytes($"event: {name}\ndata: ", _buffer);
        _buffer.Write(JsonSerializer.SerializeToUtf8Bytes(data, type)); // JSON on one line
        _buffer.Write("\n\n"u8);
    }

    private async ValueTask FlushAsync()
    {
        await _context.Response.Body.WriteAsync(_buffer.WrittenMemory, _end.Token).ConfigureAwait(false);
        await _context.Response.Body.FlushAsync(_end.Token).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }
}
