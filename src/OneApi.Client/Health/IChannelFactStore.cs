namespace OneApi.Client;

/// <summary>Keeps what is definitely known of channels, for all nodes and over restarts. At most one fact for each channel and key. Thread-safe.</summary>
/// <remarks>The gateway reads it every two seconds, and goes on with what it knows itself while it can't be reached.</remarks>
public interface IChannelFactStore
{
    /// <summary>Keeps a fact instead of the one that stands for its channel and key.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask PutAsync(ChannelFact fact, CancellationToken cancellationToken);

    /// <summary>Forgets the fact of a channel and key; nothing happens when there is none.</summary>
    /// <param name="channel">The channel's name.</param>
    /// <param name="key">The key's fingerprint, or <see langword="null"/> for the whole channel's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask RemoveAsync(string channel, string? key, CancellationToken cancellationToken);

    /// <summary>Gets all facts.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<ChannelFact>> ListAsync(CancellationToken cancellationToken);
}
