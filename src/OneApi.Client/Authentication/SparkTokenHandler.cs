using System.Net.Http.Headers;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary><c>Authorization: Bearer {token}</c> with a token that the deployment issues for the three keys (spark.md §9). No page of the vendor knows it.</summary>
internal sealed class SparkTokenHandler(CredentialIssuer issuer, ProviderHttp http, TimeProvider time) : IssuedTokenHandler(AuthenticationSchemes.SparkToken, issuer)
{
    private const string Path = "/v2.1/chat/token";
    private const int MaxAnswerBytes = 64 * 1024;
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);

    protected override bool CanIssue(Credential credential) =>
        credential is { ApiKey.Length: > 0, SecretKey.Length: > 0, AppId.Length: > 0, AuthBaseUrl: not null };

    protected override void Put(ProviderRequest request, string token) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

    protected override async Task<IssuedCredential> ExchangeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var credential = request.Credential;
        using var asking = new HttpRequestMessage(HttpMethod.Post, credential.AuthBaseUrl + Path) { Content = new ByteArrayContent(SparkTokenExchange.Write(credential)) };
        asking.Content.Headers.ContentType = new("application/json");
        try
        {
            using var response = await http.GetUnauthenticated().SendAsync(asking, cancellationToken).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var (token, life) = SparkTokenExchange.Read(response.StatusCode, body, credential);
            var now = time.GetUtcNow();
            return new(token, now, now + (life > 2 * Early ? life - Early : life / 2));
        }
        catch (OperationCanceledException error)
        {
            // No caller's cancellation comes here: the exchange belongs to all who wait for it.
            throw new OneApiException(OneApiErrorKind.Timeout, error) { Provider = SparkTokenExchange.Provider, ProviderMessage = "No token was issued in time." };
        }
    }
}
