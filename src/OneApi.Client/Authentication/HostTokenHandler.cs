using System.Net.Http.Headers;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary><c>Authorization: Bearer {token}</c> with a token that the host fetches itself (Entra ID, a vault); asked before every request, so caching is the host's.</summary>
internal sealed class HostTokenHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ProviderRequest { Credential.TokenProvider: { } provider } own && !request.Headers.NonValidated.Contains("Authorization"))
        {
            var token = await provider(cancellationToken).ConfigureAwait(false);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            own.Use.Note(token, static _ => ValueTask.CompletedTask); // asked anew, the host may have a better one
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
