using System.Runtime.CompilerServices;

namespace OneApi.Client.Transport;

/// <summary>
/// What stands between the network and the event parser: notes activity, bounds the length of a line, ends the last event even
/// where the server forgot the blank line, and sets aside what is no event stream (a bare JSON error in the middle of one).
/// </summary>
internal sealed class EventStreamBody(Stream inner, AttemptClock clock, int maxLineBytes) : Stream
{
    /// <summary>So many bytes of a line's beginning are looked at where a read ends within them.</summary>
    private const int MaxDoubt = 16;

    private static readonly byte[] BlankLine = "\n\n"u8.ToArray();
    private byte[]? _doubtful;
    private int _doubtfulLength;
    private int _doubtfulGiven;
    private bool _doubtIsOver;
    private PooledBuffer? _raw;
    private int _lineLength;
    private int _ending;

    /// <summary>Gets the bytes from the first line that cannot be part of an event stream, or empty.</summary>
    public ReadOnlySpan<byte> Raw => _raw is null ? [] : _raw.Span;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_doubtful is not null)
        {
            return ReadDoubtfulAsync(buffer, cancellationToken);
        }

        if (_raw is not null || _ending > 0)
        {
            return ReadOnAsync(buffer, cancellationToken);
        }

        var pending = inner.ReadAsync(buffer, cancellationToken);
        return pending.IsCompletedSuccessfully
            ? TakeAsync(pending.Result, buffer, cancellationToken)
            : FinishReadAsync(pending, buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads what is left after the end mark, so that the connection can be used again.</summary>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        for (var i = 0; i < 16; i++)
        {
            if (await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) == 0)
            {
                return;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        _raw?.Return();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FinishReadAsync(ValueTask<int> pending, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await pending.ConfigureAwait(false);
        return await TakeAsync(read, buffer, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<int> TakeAsync(int read, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (read == 0)
        {
            return new(End(buffer.Span));
        }

        var events = Check(buffer.Span[..read]);
        if (events > 0)
        {
            return new(events);
        }

        return _doubtful is not null ? ReadDoubtfulAsync(buffer, cancellationToken) : ReadOnAsync(buffer, cancellationToken);
    }

    /// <summary>Goes through the lines of what was read; gives how many bytes belong to the event stream.</summary>
    private int Check(Span<byte> bytes)
    {
        clock.NoteBytes();
        var at = 0;
        while (at < bytes.Length)
        {
            var line = bytes[at..];
            if (_lineLength == 0)
            {
                EmptyIfBlank(line);
            }

            if (_lineLength == 0 && IsForeign(line))
            {
                _raw = new PooledBuffer();
                Keep(line);
                return at;
            }

            if (_lineLength == 0 && IsDoubtful(line))
            {
                _doubtful = new byte[MaxDoubt];
                line.CopyTo(_doubtful);
                (_doubtfulLength, _doubtfulGiven, _doubtIsOver) = (line.Length, 0, false);
                return at;
            }

            var end = line.IndexOfAny((byte)'\n', (byte)'\r');
            _lineLength += end < 0 ? line.Length : end;
            ThrowIfTooLong();
            if (end < 0)
            {
                break;
            }

            _lineLength = 0;
            at += end + 1;
        }

        return bytes.Length;
    }

    /// <summary>
    /// Makes a line of nothing but blanks the empty line that it is meant to be: Tencent parts events by a tab too (protocols/hunyuan.md §5).
    /// </summary>
    private static void EmptyIfBlank(Span<byte> line)
    {
        var end = line.IndexOfAnyExcept((byte)'\t', (byte)' ');
        if (end > 0 && line[end] is (byte)'\n' or (byte)'\r')
        {
            line[..end].Fill((byte)'\n');
        }
    }

    /// <summary>True when a line's beginning may still become <c>error:</c>, or a line of blanks.</summary>
    private static bool IsDoubtful(ReadOnlySpan<byte> beginning) =>
        beginning.Length < MaxDoubt && (ErrorPrefix.StartsWith(beginning) || beginning.IndexOfAnyExcept((byte)'\t', (byte)' ') < 0);

    private static ReadOnlySpan<byte> ErrorPrefix => "error:"u8;

    /// <summary>Lines of an event stream begin with a field name or a colon. A bare JSON text does not; llama.cpp writes <c>error: {…}</c>.</summary>
    private static bool IsForeign(ReadOnlySpan<byte> line) => line[0] is (byte)'{' or (byte)'[' || line.StartsWith(ErrorPrefix);

    /// <summary>A read ended inside what may become <c>error:</c> or may not (<c>event:</c>), or within blanks: read byte by byte until it is clear.</summary>
    private async ValueTask<int> ReadDoubtfulAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!_doubtIsOver)
        {
            var read = await inner.ReadAsync(_doubtful.AsMemory(_doubtfulLength, 1), cancellationToken).ConfigureAwait(false);
            _doubtfulLength += read;
            _doubtIsOver = read == 0 || !IsDoubtful(_doubtful.AsSpan(0, _doubtfulLength));
            if (read > 0)
            {
                clock.NoteBytes();
            }

            if (!_doubtIsOver && ErrorPrefix.SequenceEqual(_doubtful.AsSpan(0, _doubtfulLength)))
            {
                _doubtful = null;
                _raw = new PooledBuffer();
                Keep(ErrorPrefix);
                return await ReadOnAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
        }

        if (_doubtfulGiven == 0)
        {
            EmptyIfBlank(_doubtful.AsSpan(0, _doubtfulLength));
        }

        return GiveDoubtful(buffer.Span);
    }

    /// <summary>It was an event stream's line after all.</summary>
    private int GiveDoubtful(Span<byte> buffer)
    {
        var given = Math.Min(buffer.Length, _doubtfulLength - _doubtfulGiven);
        _doubtful.AsSpan(_doubtfulGiven, given).CopyTo(buffer);
        _doubtfulGiven += given;
        if (_doubtfulGiven == _doubtfulLength)
        {
            _lineLength = _doubtful![_doubtfulLength - 1] is (byte)'\n' or (byte)'\r' ? 0 : _doubtfulLength;
            _doubtful = null;
        }

        return given;
    }

    private async ValueTask<int> ReadOnAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_raw is not null && _ending == 0)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            clock.NoteBytes();
            Keep(buffer.Span[..read]);
        }

        return End(buffer.Span);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _lineLength += bytes.Length;
        ThrowIfTooLong();
        bytes.CopyTo(_raw!.GetSpan(bytes.Length));
        _raw.Advance(bytes.Length);
    }

    /// <summary>The end of the body also ends the event at hand (protocols/openai.md §0, rule 5).</summary>
    private int End(Span<byte> buffer)
    {
        if (_ending >= BlankLine.Length || buffer.IsEmpty)
        {
            return 0;
        }

        var given = Math.Min(buffer.Length, BlankLine.Length - _ending);
        BlankLine.AsSpan(_ending, given).CopyTo(buffer);
        _ending += given;
        return given;
    }

    private void ThrowIfTooLong()
    {
        if (_lineLength > maxLineBytes)
        {
            throw new OneApiException(OneApiErrorKind.ProtocolViolation) { ProviderMessage = "A line of the stream is longer than the limit." };
        }
    }
}
