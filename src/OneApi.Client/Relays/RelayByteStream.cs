using OneApi.Client.Transport;

namespace OneApi.Client.Relays;

/// <summary>Bytes of any kind, given on as they are read: nothing is collected.</summary>
internal sealed class RelayByteStream(HttpResponseMessage response, Stream stream, AttemptClock clock) : RelayStream(response, clock)
{
    private readonly byte[] _buffer = new byte[16 * 1024];

    protected override async ValueTask<bool> ReadAsync()
    {
        var read = await stream.ReadAsync(_buffer, Clock.Token).ConfigureAwait(false);
        Clock.NoteBytes();
        Current = _buffer.AsMemory(0, read);
        return read > 0;
    }
}
