using System.Net;
using System.Text.Json;
using OneApi.Client.Errors;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>Asks one of Baidu's hosts for a token. What goes wrong there becomes an error without a secret in any of its texts: the address may hold one.</summary>
internal static class BaiduExchange
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Sends and reads the answer; one that is no JSON gives an element of kind Undefined.</summary>
    /// <exception cref="OneApiException">There was no answer: <see cref="OneApiErrorKind.ProviderUnavailable"/>, or <see cref="OneApiErrorKind.Timeout"/> for silence.</exception>
    public static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(ProviderHttp http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetUnauthenticated().SendAsync(request, cancellationToken).ConfigureAwait(false);
            return (response.StatusCode, Parse(await ReadAsync(response, cancellationToken).ConfigureAwait(false)));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new OneApiException(OneApiErrorKind.ProviderUnavailable, error) { ProviderMessage = "The host that issues tokens could not be reached." };
        }
        catch (OperationCanceledException error)
        {
            throw new OneApiException(OneApiErrorKind.Timeout, error) { ProviderMessage = "The host that issues tokens did not answer." };
        }
    }

    /// <summary>The error that an answer without a token is.</summary>
    public static OneApiException Failure(Credential credential, OneApiErrorKind kind, HttpStatusCode status, string? code, string? message) => new(kind)
    {
        StatusCode = status,
        ProviderCode = code,
        ProviderMessage = ErrorText.Clean(message, credential.ApiKey, credential.SecretKey, credential.SessionToken),
    };

    /// <summary>A member's text, or null.</summary>
    public static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number && value.ToString() is { Length: > 0 } text ? text : null;

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var body = new byte[MaxBytes];
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return body[..length];
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
