namespace OneApi.Client;

/// <summary>Protects secrets that a durable store keeps. Thread-safe.</summary>
public interface ISecretProtector
{
    /// <summary>Protects a text.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="purpose">Whose it is and where it may be sent; the same text is needed to get it back. It is no secret, and may be long.</param>
    /// <returns>What may be kept.</returns>
    string Protect(string secret, string purpose);

    /// <summary>Gives the secret back.</summary>
    /// <param name="kept">What <see cref="Protect"/> gave.</param>
    /// <param name="purpose">The purpose that it was protected for.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="InvalidOperationException">It was protected with other keys or for another purpose, or was changed. The message names no secret.</exception>
    string Unprotect(string kept, string purpose);
}
