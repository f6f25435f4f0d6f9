using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Authentication;

/// <summary>What a channel holds to prove itself. Never printed, never serialised.</summary>
internal sealed class Credential(string? apiKey)
{
    public static readonly Credential None = new(null);

    /// <summary>Gets the key; where a scheme signs, the id of the key (SecretId, AccessKeyId, APIKey).</summary>
    public string? ApiKey { get; } = apiKey;

    /// <summary>Gets what a scheme signs with (SecretKey, SecretAccessKey, APISecret); it is never sent.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Gets the token that goes with temporary keys.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Gets the application's id (Spark's APPID).</summary>
    public string? AppId { get; init; }

    /// <summary>Gets the region that is signed or sent; null is the scheme's own default.</summary>
    public string? Region { get; init; }

    /// <summary>Gets the provider's project, or null.</summary>
    public string? Project { get; init; }

    /// <summary>Gets the base of the address where the provider issues tokens; no slash at its end.</summary>
    public string? AuthBaseUrl { get; init; }

    /// <summary>Gets what gives the token, where the host fetches it itself.</summary>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; init; }

    /// <summary>Gets what stands for the credential where it must not be named itself: in a store that several nodes share.</summary>
    public string Fingerprint => field ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', AuthBaseUrl, ApiKey, SecretKey, SessionToken, AppId, Region, Project))));

    public override string ToString() => ApiKey is null && SecretKey is null && SessionToken is null && TokenProvider is null ? "none" : "***";
}
