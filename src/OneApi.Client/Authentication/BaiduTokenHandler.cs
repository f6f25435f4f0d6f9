using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OneApi.Client.Errors;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary><c>?access_token={token}</c> with a token that Baidu's OAuth host issues for a pair of keys (protocols/wenxin.md §2.1).</summary>
internal sealed class BaiduTokenHandler(CredentialIssuer issuer, ProviderHttp http, TimeProvider time) : IssuedTokenHandler(AuthenticationSchemes.BaiduToken, issuer)
{
    /// <summary>No token lives longer; sums of larger numbers overflow.</summary>
    private const long LongestSeconds = 10L * 365 * 24 * 3600;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    protected override bool CanIssue(Credential credential) => credential is { ApiKey.Length: > 0, SecretKey.Length: > 0 };

    protected override async Task<IssuedCredential> ExchangeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var credential = request.Credential;
        using var exchange = new HttpRequestMessage(HttpMethod.Post, AddressOf(credential)) { Content = new ByteArrayContent([]) };
        exchange.Content.Headers.ContentType = Json;
        var asked = time.GetUtcNow(); // before the answer is on its way, so that our end is never later than theirs
        var (status, answer) = await BaiduExchange.SendAsync(http, exchange, cancellationToken).ConfigureAwait(false);
        if (BaiduExchange.TextOf(answer, "access_token") is { } token && SecondsOf(answer) is { } seconds)
        {
            return new(token, asked, asked.AddSeconds(Math.Clamp(seconds, 0, LongestSeconds)));
        }

        throw FailureOf(credential, status, answer);
    }

    protected override void Put(ProviderRequest request, string token)
    {
        var address = request.RequestUri!;
        request.RequestUri = new($"{address.AbsoluteUri}{(address.Query.Length > 0 ? '&' : '?')}access_token={Uri.EscapeDataString(token)}");
    }

    /// <summary>The secret stands in the address, as the vendor wants it; nobody may log it.</summary>
    private static Uri AddressOf(Credential credential) =>
        new($"{credential.AuthBaseUrl}/oauth/2.0/token?grant_type=client_credentials&client_id={Uri.EscapeDataString(credential.ApiKey!)}&client_secret={Uri.EscapeDataString(credential.SecretKey!)}");

    private static long? SecondsOf(JsonElement answer) =>
        double.TryParse(BaiduExchange.TextOf(answer, "expires_in"), CultureInfo.InvariantCulture, out var seconds) ? (long)seconds : null;

    /// <summary>The body's word counts, whatever the status (protocols/wenxin.md §2.1).</summary>
    private static OneApiException FailureOf(Credential credential, HttpStatusCode status, JsonElement answer)
    {
        var word = BaiduExchange.TextOf(answer, "error");
        var kind = word switch
        {
            "invalid_client" => OneApiErrorKind.Authentication,
            not null => OneApiErrorKind.Unknown,
            null when (int)status >= 400 => ErrorClassifier.OfStatus((int)status),
            null => OneApiErrorKind.ProtocolViolation,
        };
        return BaiduExchange.Failure(credential, kind, status, word, BaiduExchange.TextOf(answer, "error_description") ?? "The answer holds no token with its lifetime.");
    }
}
