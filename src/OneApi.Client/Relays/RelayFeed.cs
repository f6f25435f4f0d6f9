using System.Net.Http.Headers;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Transport;

namespace OneApi.Client.Relays;

/// <summary>What one attempt gives: the whole answer, or a stream whose first piece has come.</summary>
internal abstract class RelayFeed(string? contentType) : IDisposable
{
    public string? ContentType { get; } = contentType;

    /// <summary>Gets the whole answer, or null for a stream.</summary>
    public virtual ReadOnlyMemory<byte>? Whole => null;

    public virtual bool IsEvents => false;

    /// <summary>Gets the piece at hand; valid until the next one is asked for.</summary>
    public ReadOnlyMemory<byte> Current { get; protected set; }

    /// <summary>Gets what the provider has reported so far, or null.</summary>
    public virtual UsageDetails? Usage => null;

    /// <summary>Gets the text that has come, for an estimate; or null.</summary>
    public virtual string? Text => null;

    /// <summary>Opens a stream up to its first piece.</summary>
    /// <exception cref="OneApiException">Nothing came, or an error.</exception>
    public static async Task<RelayFeed> OpenAsync(HttpResponseMessage response, ProviderEndpoint endpoint, AttemptClock clock)
    {
        RelayStream? feed = null;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
            feed = IsEventStream(response.Content.Headers.ContentType)
                ? new RelayEventStream(response, stream, endpoint, clock)
                : new RelayByteStream(response, stream, clock);
            if (!await feed.BeginAsync().ConfigureAwait(false))
            {
                throw ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse);
            }

            return feed;
        }
        catch
        {
            response.Dispose();
            feed?.Dispose();
            throw;
        }
    }

    public static bool IsEventStream(MediaTypeHeaderValue? type) => string.Equals(type?.MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>Goes on to the next piece; the first time it is the one that has come.</summary>
    public virtual ValueTask<bool> MoveNextAsync() => new(false);

    public abstract void Dispose();
}
