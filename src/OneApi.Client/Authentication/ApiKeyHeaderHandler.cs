using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>The key in a header of its own (Anthropic, Google, Azure).</summary>
internal sealed class ApiKeyHeaderHandler(string header) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ProviderRequest { Credential.ApiKey: { Length: > 0 } key })
        {
            request.Headers.TryAddWithoutValidation(header, key);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
