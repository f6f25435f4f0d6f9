using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Transport;

namespace OneApi.Client.Relays;

/// <summary>Cuts a stream of server-sent events behind its events, without changing a byte, and listens to what they say: an error, the usage, the end.</summary>
internal sealed class RelayEvents(ProviderEndpoint endpoint)
{
    private readonly PooledBuffer _pending = new();
    private readonly PooledBuffer _data = new(1024);
    private readonly StringBuilder _text = new();
    private OneApiException? _error;
    private bool _hasData;
    private bool _isAtStart = true;
    private bool _isEnded;
    private int _given;
    private int _eventEnd;
    private int _lineStart;
    private int _scanned;

    /// <summary>Gets what the events have reported, or null.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>Gets the text that they brought.</summary>
    public string Text => _text.ToString();

    /// <summary>Gets a value indicating whether any event with data has come.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Gets a value indicating whether the stream has said that it is through.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Gets a value indicating whether the end mark has come, behind which nothing may be said.</summary>
    public bool HasEndMark { get; private set; }

    /// <summary>Gets the whole events that were not given yet; valid until memory is asked for.</summary>
    public ReadOnlyMemory<byte> Ready => _pending.Memory[_given.._eventEnd];

    /// <summary>The memory for the next read. What was given is forgotten.</summary>
    public Memory<byte> GetMemory()
    {
        if (_given > 0)
        {
            var kept = _pending.Memory[_given..];
            kept.CopyTo(MemoryMarshal.AsMemory(_pending.Memory));
            _pending.Clear();
            _pending.Advance(kept.Length);
            _eventEnd -= _given;
            _lineStart -= _given;
            _scanned -= _given;
            _given = 0;
        }

        return _pending.GetMemory(4096);
    }

    /// <summary>Takes what was read into the memory.</summary>
    public void Take(int read)
    {
        _pending.Advance(read);
        var span = _pending.Span;
        while (_error is null && !HasEndMark && NextLine(span, out var line))
        {
            if (!line.IsEmpty)
            {
                ReadLine(line);
                continue;
            }

            if (!_hasData || EndEvent())
            {
                _eventEnd = _lineStart;
            }
        }

        if (span.Length - _eventEnd > WireBody.MaxLineBytes)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "An event of the stream is longer than the limit.");
        }
    }

    /// <summary>The body has ended: what is left unfinished is an event as well where it can be read, and gets the end that it lacks; half an event is none.</summary>
    public void End()
    {
        if (_error is not null || HasEndMark || _isEnded)
        {
            return;
        }

        _isEnded = true;
        var line = _pending.Span[_lineStart..].TrimEnd("\r\n"u8);
        ReadLine(line);
        _lineStart = _scanned = _pending.Length;
        var isWhole = _hasData ? IsReadable() && EndEvent() : line is [] or [(byte)':', ..];
        if (_eventEnd == _pending.Length || !isWhole)
        {
            return;
        }

        "\n\n"u8.CopyTo(_pending.GetSpan(2));
        _pending.Advance(2);
        _eventEnd = _lineStart = _scanned = _pending.Length;
    }

    /// <summary>Marks what is ready as given.</summary>
    public void Give() => _given = _eventEnd;

    /// <exception cref="OneApiException">The event behind those that were given says error.</exception>
    public void ThrowIfFailed()
    {
        if (_error is { } error)
        {
            throw error;
        }
    }

    public void Return()
    {
        _pending.Return();
        _data.Return();
    }

    /// <summary>The next whole line. A CR at the very end may be the first half of a line's end, and waits.</summary>
    private bool NextLine(ReadOnlySpan<byte> span, out ReadOnlySpan<byte> line)
    {
        line = default;
        var end = span[_scanned..].IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0)
        {
            _scanned = span.Length;
            return false;
        }

        var at = _scanned + end;
        if (span[at] == (byte)'\r' && at + 1 == span.Length)
        {
            _scanned = at;
            return false;
        }

        line = span[_lineStart..at];
        _scanned = _lineStart = at + (span[at] == (byte)'\r' && span[at + 1] == (byte)'\n' ? 2 : 1);
        return true;
    }

    private bool IsReadable()
    {
        if (_data.Span.SequenceEqual("[DONE]"u8))
        {
            return true;
        }

        try
        {
            var reader = new Utf8JsonReader(_data.Span);
            reader.Read();
            reader.Skip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        if (_isAtStart)
        {
            _isAtStart = false;
            line = line.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
        }

        if (!line.StartsWith("data:"u8))
        {
            return;
        }

        var value = line[5..];
        value = value is [(byte)' ', ..] ? value[1..] : value;
        if (_hasData)
        {
            _data.GetSpan(1)[0] = (byte)'\n';
            _data.Advance(1);
        }

        value.CopyTo(_data.GetSpan(value.Length));
        _data.Advance(value.Length);
        _hasData = true;
    }

    /// <summary>Listens to an event; false when it says error.</summary>
    private bool EndEvent()
    {
        _hasData = false;
        try
        {
            if (_data.Span.SequenceEqual("[DONE]"u8))
            {
                IsComplete = HasEndMark = true;
                return true;
            }

            using var document = JsonDocument.Parse(_data.Memory);
            _error = RelayVerdict.ErrorIn(endpoint, document.RootElement);
            if (_error is null)
            {
                HasContent = true;
                Hear(document.RootElement);
            }
        }
        catch (JsonException)
        {
            HasContent = true; // not ours to understand: it is passed on
        }
        finally
        {
            _data.Clear();
        }

        return _error is null;
    }

    private void Hear(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        Usage = RelayUsage.Of(data) ?? Usage;
        var type = TextOf(data, "type") ?? string.Empty;
        if (type.EndsWith(".done", StringComparison.Ordinal))
        {
            IsComplete = true;
        }
        else if (type.StartsWith("trans", StringComparison.Ordinal) && (TextOf(data, "delta") ?? TextOf(data, "text")) is { } text)
        {
            _text.Append(text); // transcript.text.delta, transcription.text.delta
        }
    }

    private static string? TextOf(JsonElement data, string name) => data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonRead.Text(value) : null;
}
