using OneApi.Client.Transport;

namespace OneApi.Client.Relays;

/// <summary>An answer that is on its way. Used by one flow at a time.</summary>
internal abstract class RelayStream(HttpResponseMessage response, AttemptClock clock) : RelayFeed(response.Content.Headers.ContentType?.ToString())
{
    private bool _isFirst = true;

    protected AttemptClock Clock => clock;

    /// <summary>Reads up to the first piece; false when there is none.</summary>
    public async ValueTask<bool> BeginAsync()
    {
        if (!await ReadAsync().ConfigureAwait(false))
        {
            return false;
        }

        clock.NoteContent();
        clock.Hold();
        return true;
    }

    public override async ValueTask<bool> MoveNextAsync()
    {
        if (_isFirst)
        {
            _isFirst = false;
            return true;
        }

        clock.Release();
        var hasMore = await ReadAsync().ConfigureAwait(false);
        if (hasMore)
        {
            clock.NoteContent();
        }

        clock.Hold();
        return hasMore;
    }

    public override void Dispose() => response.Dispose();

    /// <summary>Reads the next piece; false at the end.</summary>
    protected abstract ValueTask<bool> ReadAsync();
}
