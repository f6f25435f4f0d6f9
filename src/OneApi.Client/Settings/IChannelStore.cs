namespace OneApi.Client;

/// <summary>Keeps settings that were made while the gateway runs: channels, groups, model maps and prices. Thread-safe.</summary>
/// <remarks>All nodes that share a store take a change up within two seconds. A store that can't be reached throws; the gateway goes on with what it knows.</remarks>
public interface IChannelStore
{
    /// <summary>Gets a value indicating whether settings outlive the process, so that secrets must be protected.</summary>
    bool IsDurable { get; }

    /// <summary>Gets the version: it grows with every change.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>0 for a store that was never changed.</returns>
    ValueTask<long> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>Gets all settings as they are at one moment.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The settings and the store's version.</returns>
    ValueTask<StoredSettings> ListAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a setting, with a new version that the store gives.</summary>
    /// <param name="setting">The setting; its version does not count.</param>
    /// <param name="expectedVersion">The version that it takes the place of; 0 where there must be none yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its new version, or <see langword="null"/> when another version is there, and nothing was changed.</returns>
    ValueTask<long?> PutAsync(StoredSetting setting, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Takes a setting out.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="expectedVersion">The version that is meant.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when another version is there, or none, and nothing was changed.</returns>
    ValueTask<bool> RemoveAsync(string kind, string name, long expectedVersion, CancellationToken cancellationToken);
}
