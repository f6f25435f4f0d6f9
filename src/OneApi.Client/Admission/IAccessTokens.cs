namespace OneApi.Client;

/// <summary>Makes, changes and ends access tokens. Thread-safe.</summary>
public interface IAccessTokens
{
    /// <summary>Makes a token. Its key is given this once.</summary>
    /// <param name="request">The token.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key and the token.</returns>
    /// <exception cref="AccessTokenException">Something in the request is wrong; all of it is listed, and nothing was made.</exception>
    ValueTask<AccessTokenGrant> CreateAsync(AccessTokenRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gets a token.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token, or <see langword="null"/>.</returns>
    ValueTask<AccessToken?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Goes through all tokens, ended ones included, in the order in which they were made.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The tokens.</returns>
    IAsyncEnumerable<AccessToken> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds the token of a key and checks that it may be used, as every call does: for answers that need no call.</summary>
    /// <param name="key">The key that a caller has given. A secret.</param>
    /// <param name="address">The verified network address of the caller, or <see langword="null"/> when it is not known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token.</returns>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.CallerUnauthorized"/>, <see cref="OneApiErrorKind.CallerForbidden"/>, or <see cref="OneApiErrorKind.NoChannel"/> while the store can't be reached.</exception>
    ValueTask<AccessToken> AuthenticateAsync(string key, System.Net.IPAddress? address, CancellationToken cancellationToken = default);

    /// <summary>Gets how the accounts of a token stand at this moment: every call that was settled counts.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The standings, or <see langword="null"/> when there is no such token.</returns>
    ValueTask<TokenQuota?> GetQuotaAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Changes a token; its key stays.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="request">How it is to be from now on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="AccessTokenException">Something in the request is wrong, and nothing was changed.</exception>
    ValueTask<AccessToken?> UpdateAsync(string id, AccessTokenRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes a token by what it is at this moment, so that nobody else's change is lost; its key stays.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="change">Gives how it is to be from now on. It is asked again when another change came first, so it may have no effect of its own. What it throws comes out, and nothing was changed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="AccessTokenException">Something in the request is wrong, and nothing was changed.</exception>
    ValueTask<AccessToken?> ChangeAsync(string id, Func<AccessToken, AccessTokenRequest> change, CancellationToken cancellationToken = default);

    /// <summary>Gives a token a new key, if it is at this moment as the caller means it.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="overlap">How long the key at hand still works beside the new one; zero ends it at once.</param>
    /// <param name="check">Looks at the token as it is; it is asked again when another change came first. What it throws comes out, and nothing was changed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The new key and the token, or <see langword="null"/> when there is none.</returns>
    ValueTask<AccessTokenGrant?> RotateIfAsync(string id, TimeSpan overlap, Action<AccessToken> check, CancellationToken cancellationToken = default);

    /// <summary>Ends a token for good, if it is at this moment as the caller means it.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="check">Looks at the token as it is; it is asked again when another change came first. What it throws comes out, and nothing was changed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when there is no such token.</returns>
    ValueTask<bool> RevokeIfAsync(string id, Action<AccessToken> check, CancellationToken cancellationToken = default);

    /// <summary>Gives a token a new key.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="overlap">How long the key at hand still works beside the new one; zero ends it at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The new key and the token, or <see langword="null"/> when there is none.</returns>
    ValueTask<AccessTokenGrant?> RotateAsync(string id, TimeSpan overlap, CancellationToken cancellationToken = default);

    /// <summary>Ends a token for good. Its record stays for reports.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when there is no such token.</returns>
    ValueTask<bool> RevokeAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Writes all tokens as JSON, for a backup: hashes of keys, which nobody can use as keys, and what is left of each quota.</summary>
    /// <param name="destination">Where to. It stays open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>A task that ends when all is written.</returns>
    ValueTask ExportAsync(Stream destination, CancellationToken cancellationToken = default);

    /// <summary>Takes tokens over from a backup: all of them, or none. Their keys work as before under the same pepper. A token that is there already is left as it is.</summary>
    /// <param name="source">What <see cref="ExportAsync"/> wrote. It stays open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>How many tokens are new. The quota of each is what was left of it.</returns>
    /// <exception cref="AccessTokenException">The file is damaged, of another pepper, or clashes with tokens that are there; all errors are listed, and nothing was changed.</exception>
    ValueTask<int> ImportAsync(Stream source, CancellationToken cancellationToken = default);
}
