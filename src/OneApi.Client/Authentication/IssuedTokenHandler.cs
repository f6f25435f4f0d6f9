using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>
/// What all schemes share whose token is issued for a limited time: it is fetched once for all callers, renewed ahead of its end,
/// put into the request, and noted there so that a refused one is issued anew. A scheme says how to fetch and where to put.
/// </summary>
internal abstract class IssuedTokenHandler(string scheme, CredentialIssuer issuer) : DelegatingHandler
{
    protected sealed override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ProviderRequest own && !IsAuthorized(own))
        {
            var credential = own.Credential;
            if (CanIssue(credential))
            {
                var key = KeyOf(own);
                var issued = await issuer.GetAsync(key, token => ExchangeAsync(own, token), cancellationToken).ConfigureAwait(false);
                Put(own, issued.Secret);
                own.Use.Note(issued.Secret, token => issuer.RefuseAsync(key, issued, token));
            }
            else
            {
                PutUnissued(own);
            }
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says whether the credential is one for which tokens are issued.</summary>
    protected abstract bool CanIssue(Credential credential);

    /// <summary>Fetches a token. It serves all who wait, so it must not depend on the request beyond what <see cref="ScopeOf"/> names, nor outlive it by holding it.</summary>
    protected abstract Task<IssuedCredential> ExchangeAsync(ProviderRequest request, CancellationToken cancellationToken);

    protected abstract void Put(ProviderRequest request, string token);

    /// <summary>A credential of another form.</summary>
    protected virtual void PutUnissued(ProviderRequest request)
    {
    }

    /// <summary>What the token is issued for besides the keys, where it serves only a part of the provider.</summary>
    protected virtual string? ScopeOf(ProviderRequest request) => null;

    protected virtual bool IsAuthorized(ProviderRequest request) => request.Headers.NonValidated.Contains("Authorization");

    /// <summary>It may stand in a store that several nodes share, so it names no key.</summary>
    private string KeyOf(ProviderRequest request) => $"{scheme}:{request.Credential.Fingerprint}{(ScopeOf(request) is { } scope ? ":" + scope : "")}";
}
