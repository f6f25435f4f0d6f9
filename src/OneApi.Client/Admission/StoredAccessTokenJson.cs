using System.Text.Json;
using OneApi.Client.Admission;

namespace OneApi.Client;

/// <summary>An access token as JSON, for stores: members in snake case, hashes of keys but never a key.</summary>
public static class StoredAccessTokenJson
{
    /// <summary>Writes a token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>UTF-8 on one line.</returns>
    public static byte[] Serialize(StoredAccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return JsonSerializer.SerializeToUtf8Bytes(token, AdmissionJsonContext.Default.StoredAccessToken);
    }

    /// <summary>Reads a token.</summary>
    /// <param name="utf8Json">What <see cref="Serialize"/> wrote.</param>
    /// <returns>The token.</returns>
    /// <exception cref="JsonException">The text is no token.</exception>
    public static StoredAccessToken Deserialize(ReadOnlySpan<byte> utf8Json) =>
        JsonSerializer.Deserialize(utf8Json, AdmissionJsonContext.Default.StoredAccessToken) ?? throw new JsonException("A token is an object.");
}
