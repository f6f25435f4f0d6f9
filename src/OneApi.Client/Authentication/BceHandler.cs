using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>Signs with <see cref="BceSigner"/>: <c>host</c>, <c>x-bce-date</c> and every other <c>x-bce-*</c> header that is sent (wenxin.md §2.3).</summary>
internal sealed class BceHandler(TimeProvider time) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ProviderRequest { Credential: { ApiKey: { Length: > 0 } id, SecretKey: { Length: > 0 } secret } credential } && !request.Headers.NonValidated.Contains("Authorization"))
        {
            Sign(request, credential, id, secret);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private void Sign(HttpRequestMessage request, Credential credential, string id, string secret)
    {
        var now = time.GetUtcNow();
        SignedHeaders.Put(request, BceSigner.DateHeader, BceSigner.Timestamp(now));
        SignedHeaders.Put(request, BceSigner.TokenHeader, credential.SessionToken);

        var headers = new List<KeyValuePair<string, string>>(3) { new("host", RequestHost.Of(request)) };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (name.StartsWith(BceSigner.OwnHeaderPrefix, StringComparison.OrdinalIgnoreCase))
            {
                headers.Add(new(name, values.ToString()));
            }
        }

        var address = request.RequestUri!;
        var signing = new SigningRequest { Method = request.Method.Method, Path = address.AbsolutePath, Query = RequestQuery.Of(address), Headers = headers };
        SignedHeaders.Put(request, "Authorization", BceSigner.Sign(signing, id, secret, now, BceSigner.DefaultExpiry).Authorization);
    }
}
