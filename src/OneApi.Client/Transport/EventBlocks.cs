using System.Text;

namespace OneApi.Client.Transport;

/// <summary>
/// Reads an event stream whose bytes are to be passed on as they came: gives every byte exactly once, cut behind events and, where a read ends
/// outside of one, behind comments; with what the event says beside it. Not thread-safe.
/// </summary>
/// <remarks>The platform's parser gives events without their bytes, so it can't be used here. The grammar is the standard's; lines of blanks part events too (protocols/hunyuan.md §5), and the end of the body ends the last event.</remarks>
internal sealed class EventBlocks(Stream inner, AttemptClock clock, int maxLineBytes) : IDisposable
{
    private const int ReadBytes = 16 * 1024;
    private readonly PooledBuffer _buffer = new(ReadBytes);
    private readonly PooledBuffer _data = new(512);
    private readonly PooledBuffer _foreign = new(256);
    private string _type = "message";
    private int _given; // up to here the buffer has been given out
    private int _line; // where the line at hand begins
    private int _scanned; // up to here it has no end
    private bool _hasData;
    private bool _hasFields;
    private bool _isAtStart = true;
    private bool _endedInReturn;
    private bool _isAtEnd;

    /// <summary>Gets the bytes since the last block.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Gets a value indicating whether the block ends with an event; otherwise it is comments and blank lines.</summary>
    public bool IsEvent { get; private set; }

    /// <summary>Gets a value indicating whether the end of the body has cut the block off, so that it may be half of one.</summary>
    public bool IsCut { get; private set; }

    public string EventType { get; private set; } = "message";

    public ReadOnlySpan<byte> Data => _data.Span;

    /// <summary>Gets the bytes from the first line on that cannot be part of an event stream, or empty.</summary>
    public ReadOnlySpan<byte> Foreign => _foreign.Span;

    /// <summary>Goes on to the next block.</summary>
    /// <returns>False at the end of the body.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _data.Clear();
        _hasData = _hasFields = false;
        _type = "message";
        while (true)
        {
            if (TakeLines())
            {
                return true;
            }

            if (_isAtEnd)
            {
                return false;
            }

            if (!_hasFields && _line > _given && _foreign.Length == 0)
            {
                Give(isEvent: false); // comments wait for nothing
                return true;
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what is left after the end mark, so that the connection can be used again.</summary>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 16; i++)
        {
            _buffer.Clear();
            if (await inner.ReadAsync(_buffer.GetMemory(512), cancellationToken).ConfigureAwait(false) == 0)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _buffer.Return();
        _data.Return();
        _foreign.Return();
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        Compact();
        var read = await inner.ReadAsync(_buffer.GetMemory(ReadBytes), cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            _isAtEnd = true;
            return;
        }

        clock.NoteBytes();
        _buffer.Advance(read);
        if (_buffer.Length - _line > maxLineBytes || _buffer.Length > 4 * maxLineBytes)
        {
            throw new OneApiException(OneApiErrorKind.ProtocolViolation) { ProviderMessage = "A line of the stream is longer than the limit." };
        }
    }

    /// <summary>Takes the lines that are whole; true when they end a block.</summary>
    private bool TakeLines()
    {
        while (true)
        {
            if (_endedInReturn && _line < _buffer.Length)
            {
                _endedInReturn = false;
                if (_buffer.Span[_line] == (byte)'\n')
                {
                    _line++; // the other half of the line's end
                    _scanned = _line;
                }
            }

            var rest = _buffer.Span[_scanned..];
            var at = rest.IndexOfAny((byte)'\n', (byte)'\r');
            if (at < 0)
            {
                _scanned = _buffer.Length;
                return _isAtEnd && TakeLast();
            }

            var end = _scanned + at;
            var line = _buffer.Span[_line..end];
            _endedInReturn = rest[at] == (byte)'\r';
            var isEnd = TakeLine(line);
            _line = _scanned = end + 1;
            if (_endedInReturn && _line < _buffer.Length && _buffer.Span[_line] == (byte)'\n')
            {
                _line = _scanned = _line + 1;
                _endedInReturn = false;
            }

            if (isEnd)
            {
                Give(isEvent: _hasData);
                return true;
            }
        }
    }

    /// <summary>What is left when the body ends counts as whole, and gets the end that it lacks: what is written behind it must not become a part of its line.</summary>
    private bool TakeLast()
    {
        IsCut = _line < _buffer.Length || _hasFields;
        if (_line < _buffer.Length)
        {
            TakeLine(_buffer.Span[_line..]);
        }

        if (_buffer.Length == _given || _foreign.Length > 0)
        {
            return false;
        }

        if (IsCut)
        {
            Add(_buffer, [], "\n\n"u8);
        }

        _line = _scanned = _buffer.Length;
        Give(isEvent: _hasData);
        return true;
    }

    /// <summary>Takes one line; true when it ends an event.</summary>
    private bool TakeLine(ReadOnlySpan<byte> line)
    {
        if (_isAtStart)
        {
            _isAtStart = false;
            line = line.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
        }

        if (_foreign.Length > 0 || line is [(byte)'{' or (byte)'[', ..] || line.StartsWith("error:"u8))
        {
            Add(_foreign, line, "\n"u8);
            return false;
        }

        if (line.IndexOfAnyExcept((byte)'\t', (byte)' ') < 0)
        {
            return _hasFields;
        }

        if (line[0] == (byte)':')
        {
            return false;
        }

        _hasFields = true;
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? [] : line[(colon + 1)..];
        value = value is [(byte)' ', ..] ? value[1..] : value;
        if (name.SequenceEqual("data"u8))
        {
            Add(_data, value, _hasData ? "\n"u8 : []);
            _hasData = true;
        }
        else if (name.SequenceEqual("event"u8))
        {
            _type = value.IsEmpty ? "message" : Encoding.UTF8.GetString(value);
        }

        return false;
    }

    private void Give(bool isEvent)
    {
        IsEvent = isEvent;
        EventType = _type;
        Bytes = _buffer.Span[_given.._line].ToArray();
        _given = _line;
    }

    private void Compact()
    {
        if (_given == 0)
        {
            return;
        }

        _buffer.RemoveFirst(_given);
        (_line, _scanned, _given) = (_line - _given, _scanned - _given, 0);
    }

    private static void Add(PooledBuffer buffer, ReadOnlySpan<byte> value, ReadOnlySpan<byte> before)
    {
        var space = buffer.GetSpan(before.Length + value.Length);
        before.CopyTo(space);
        value.CopyTo(space[before.Length..]);
        buffer.Advance(before.Length + value.Length);
    }
}
