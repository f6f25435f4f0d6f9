using System.Net.Http.Headers;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>
/// <c>Authorization: Bearer {key}</c> with a temporary key that Ark issues to an access key, for the one endpoint or bot that the
/// call names as its model (doubao.md §2.2).
/// </summary>
internal sealed class ArkKeyHandler(CredentialIssuer issuer, ProviderHttp http, TimeProvider time) : IssuedTokenHandler(AuthenticationSchemes.ArkKey, issuer)
{
    private readonly ArkKeyExchange _exchange = new(http, time);

    protected override bool CanIssue(Credential credential) => credential is { ApiKey.Length: > 0, SecretKey.Length: > 0 };

    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.PermissionDenied"/>: this pair can't get a key for the model; another channel may serve it.</exception>
    protected override string ScopeOf(ProviderRequest request) => ResourceOf(request).Id;

    protected override Task<IssuedCredential> ExchangeAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        _exchange.RunAsync(request.Credential, ResourceOf(request), cancellationToken);

    protected override void Put(ProviderRequest request, string token) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

    private static ArkResource ResourceOf(ProviderRequest request)
    {
        if (ArkResource.Of(request.Model) is not { } resource)
        {
            throw Refused("An access key serves endpoints (ep-…) and bots (bot-…) only; a plain model needs an API key.");
        }

        return resource.NeedsProject && string.IsNullOrEmpty(request.Credential.Project)
            ? throw Refused("A preset endpoint (ep-m-…) needs the channel's Project.")
            : resource;
    }

    private static OneApiException Refused(string message) => new(OneApiErrorKind.PermissionDenied) { ProviderCode = "resource_not_covered", ProviderMessage = message };
}
