using System.Net;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>Signs the address with <see cref="SparkUrlSigner"/>, anew for every connection (spark.md §3).</summary>
internal sealed class SparkUrlHandler(TimeProvider time) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ProviderRequest { Credential: { ApiKey: { Length: > 0 } key, SecretKey: { Length: > 0 } secret }, RequestUri: { } address } own)
        {
            var signature = SparkUrlSigner.Sign(address, request.Method.Method, key, secret, time.GetUtcNow());
            own.Use.Hide(signature.Authorization); // it holds the key, and opens a connection for five minutes
            own.Use.Hide(WebUtility.UrlEncode(signature.Authorization));
            own.RequestUri = signature.Address;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
