namespace OneApi.Client;

/// <summary>Where access tokens are kept. It never sees a key.</summary>
/// <remarks>Thread-safe. What was acknowledged is seen by every later call. A store that can't be reached throws: calls with an access token are then refused.</remarks>
public interface IAccessTokenStore
{
    /// <summary>Adds tokens: all of them, or none.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when for one of them a token of that id, of that name, or with one of those keys exists, among the others too; nothing is changed then. Names are compared without regard to case.</returns>
    ValueTask<bool> AddAsync(IReadOnlyList<StoredAccessToken> tokens, CancellationToken cancellationToken);

    /// <summary>Puts a token in the place of its version before.</summary>
    /// <param name="token">The token, its version one higher than the one that is kept.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when another version is kept, none is, or the name or a key belongs to another token; nothing is changed then.</returns>
    ValueTask<bool> ReplaceAsync(StoredAccessToken token, CancellationToken cancellationToken);

    /// <summary>Takes a token back that was added a moment ago and could not be finished: nobody has its key. Tokens that were given out are revoked, not removed.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when there is none; its id, its name and its keys are free afterwards.</returns>
    ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Finds the token of a key.</summary>
    /// <param name="keyId">The public id that the key carries.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token, active or not, or <see langword="null"/>.</returns>
    ValueTask<StoredAccessToken?> FindByKeyAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>Gets a token.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token, or <see langword="null"/>.</returns>
    ValueTask<StoredAccessToken?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Goes through all tokens in the order in which they were made.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The tokens.</returns>
    IAsyncEnumerable<StoredAccessToken> ListAsync(CancellationToken cancellationToken);
}
