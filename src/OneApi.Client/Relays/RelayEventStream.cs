using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Transport;

namespace OneApi.Client.Relays;

/// <summary>Server-sent events, given on whole and unchanged. An event that says error is not given on: it ends the stream.</summary>
internal sealed class RelayEventStream(HttpResponseMessage response, Stream stream, ProviderEndpoint endpoint, AttemptClock clock) : RelayStream(response, clock)
{
    private readonly RelayEvents _events = new(endpoint);
    private bool _isOver;
    private bool _isDisposed;

    public override bool IsEvents => true;

    public override UsageDetails? Usage => _events.Usage;

    public override string? Text => _events.Text;

    public override void Dispose()
    {
        base.Dispose();
        if (!_isDisposed)
        {
            _isDisposed = true;
            _events.Return();
        }
    }

    protected override async ValueTask<bool> ReadAsync()
    {
        while (!_isOver)
        {
            _events.ThrowIfFailed();
            var read = await stream.ReadAsync(_events.GetMemory(), Clock.Token).ConfigureAwait(false);
            Clock.NoteBytes();
            if (read == 0)
            {
                End();
            }
            else
            {
                _events.Take(read);
            }

            // Comments alone commit to nothing; they go out with the first event.
            if (_events.HasContent && !_events.Ready.IsEmpty)
            {
                Current = _events.Ready;
                _events.Give();
                _isOver |= _events.HasEndMark; // some servers keep the connection open behind it
                return true;
            }
        }

        return false;
    }

    private void End()
    {
        _isOver = true;
        _events.End();
        if (_events.HasContent && !_events.Ready.IsEmpty && !_events.IsComplete)
        {
            _isOver = false; // the pieces first; the next read finds the end again, and says that it came too early
            return;
        }

        _events.ThrowIfFailed();
        if (_events.HasContent && !_events.IsComplete)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The stream ended without its end mark.");
        }
    }
}
