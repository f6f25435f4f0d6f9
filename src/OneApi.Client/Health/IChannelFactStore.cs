namespace OneApi.Client;

/// <summary>Keeps what is definitely known of channels, for all nodes and over restarts: the newest word for each channel and key. Thread-safe.</summary>
/// <remarks>
/// The gateway reads it every two seconds and when something has happened, and goes on with what it knows itself while the store can't be
/// reached. What a store has lost takes nothing back, a node that knows of it says it again: only a newer word does.
/// A word goes a week after what it says has ended, by the store's clock; a switch without an end stays until somebody says otherwise.
/// </remarks>
public interface IChannelFactStore
{
    /// <summary>Keeps a word instead of the one that stands for its channel and key, unless that was said later. Saying it again changes nothing.</summary>
    /// <param name="fact">The word, its times by the caller's clock.</param>
    /// <param name="now">The caller's clock at this moment: how long ago the word was said counts, not what any clock shows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The fact is of no channel, or its reason is not one for a key or for a channel.</exception>
    ValueTask PutAsync(ChannelFact fact, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gets all words.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ChannelFacts> ListAsync(CancellationToken cancellationToken);
}
