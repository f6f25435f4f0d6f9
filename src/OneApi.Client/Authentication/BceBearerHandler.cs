using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OneApi.Client.Errors;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary><c>Authorization: Bearer {token}</c> with a token that Baidu's IAM issues for an access key; the request for it is signed (protocols/wenxin.md §2.4).</summary>
internal sealed class BceBearerHandler(CredentialIssuer issuer, ProviderHttp http, TimeProvider time) : IssuedTokenHandler(AuthenticationSchemes.BceBearer, issuer)
{
    /// <summary>How long a token is asked to live, in seconds: the half day of the vendor's example.</summary>
    private const string AskedSeconds = "43200";

    private const string Path = "/v1/BCE-BEARER/token";

    protected override bool CanIssue(Credential credential) => credential is { ApiKey.Length: > 0, SecretKey.Length: > 0 };

    protected override async Task<IssuedCredential> ExchangeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var credential = request.Credential;
        using var exchange = new HttpRequestMessage(HttpMethod.Get, $"{credential.AuthBaseUrl}{Path}?expireInSeconds={AskedSeconds}");
        var asked = time.GetUtcNow();
        Sign(exchange, credential, asked);
        var (status, answer) = await BaiduExchange.SendAsync(http, exchange, cancellationToken).ConfigureAwait(false);
        var isUsable = (int)status < 400 && BaiduExchange.TextOf(answer, "status") is null or "enable";
        if (isUsable && BaiduExchange.TextOf(answer, "token") is { } token && EndOf(answer, asked) is { } end)
        {
            return new(token, asked, end);
        }

        throw FailureOf(credential, status, answer, isUsable);
    }

    protected override void Put(ProviderRequest request, string token) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

    private static void Sign(HttpRequestMessage exchange, Credential credential, DateTimeOffset now)
    {
        var address = exchange.RequestUri!;
        var headers = new List<KeyValuePair<string, string>>(3) { new("host", RequestHost.Of(address)), new(BceSigner.DateHeader, BceSigner.Timestamp(now)) };
        if (credential.SessionToken is { } session)
        {
            headers.Add(new(BceSigner.TokenHeader, session));
        }

        foreach (var (name, value) in headers.Skip(1))
        {
            SignedHeaders.Put(exchange, name, value);
        }

        var signing = new SigningRequest { Method = exchange.Method.Method, Path = address.AbsolutePath, Query = RequestQuery.Of(address), Headers = headers };
        SignedHeaders.Put(exchange, "Authorization", BceSigner.Sign(signing, credential.ApiKey!, credential.SecretKey!, now, BceSigner.DefaultExpiry).Authorization);
    }

    /// <summary>The end on our clock: the lifetime between the two instants of theirs, counted from when we asked.</summary>
    private static DateTimeOffset? EndOf(JsonElement answer, DateTimeOffset asked)
    {
        if (InstantOf(answer, "expireTime") is not { } end)
        {
            return null;
        }

        return InstantOf(answer, "createTime") is { } start && start <= end ? asked + (end - start) : end;
    }

    private static DateTimeOffset? InstantOf(JsonElement answer, string name) =>
        DateTimeOffset.TryParse(BaiduExchange.TextOf(answer, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    /// <summary>The request holds nothing but the proof, so where it is refused as a request, the proof was refused. The vendor's page has no table for this host.</summary>
    private static OneApiException FailureOf(Credential credential, HttpStatusCode status, JsonElement answer, bool isUsable)
    {
        var kind = (int)status switch
        {
            400 or 401 or 403 => OneApiErrorKind.Authentication,
            < 400 => isUsable ? OneApiErrorKind.ProtocolViolation : OneApiErrorKind.Authentication,
            var other => ErrorClassifier.OfStatus(other),
        };
        return BaiduExchange.Failure(credential, kind, status, BaiduExchange.TextOf(answer, "code"), BaiduExchange.TextOf(answer, "message") ?? "The answer holds no usable token.");
    }
}
