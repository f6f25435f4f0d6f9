namespace OneApi.Client;

/// <summary>Where tokens that providers issue are kept: in this process by default, or in a store that several nodes share.</summary>
/// <remarks>
/// Thread-safe. What it holds are secrets. That only one exchange runs at a time is not its task: the gateway sees to that in each process.
/// </remarks>
public interface ICredentialCache
{
    /// <summary>Gets a token.</summary>
    /// <param name="key">What the token was issued for: a fingerprint, never the keys themselves.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token, expired or not, or <see langword="null"/> when none is kept.</returns>
    ValueTask<IssuedCredential?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps a token in the place of the one before.</summary>
    /// <param name="key">What the token was issued for.</param>
    /// <param name="credential">The token.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the token is kept.</returns>
    ValueTask SetAsync(string key, IssuedCredential credential, CancellationToken cancellationToken);

    /// <summary>Forgets a token that a provider has refused, unless another has taken its place.</summary>
    /// <param name="key">What the token was issued for.</param>
    /// <param name="refused">The token that was refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the token is forgotten.</returns>
    ValueTask RemoveAsync(string key, IssuedCredential refused, CancellationToken cancellationToken);
}
