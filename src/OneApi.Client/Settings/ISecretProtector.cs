namespace OneApi.Client;

/// <summary>Protects secrets that a durable store keeps. Thread-safe.</summary>
public interface ISecretProtector
{
    /// <summary>Protects a text.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>What may be kept.</returns>
    string Protect(string secret);

    /// <summary>Gives the secret back.</summary>
    /// <param name="kept">What <see cref="Protect"/> gave.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="InvalidOperationException">It was protected by somebody else, or changed.</exception>
    string Unprotect(string kept);
}
