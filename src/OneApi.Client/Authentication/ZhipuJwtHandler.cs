using System.Net.Http.Headers;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary><c>Authorization: Bearer {token}</c> with a token made from the key, or the key itself where it is of another form (zhipu.md §2).</summary>
/// <remarks>The token is made here and not at the vendor, but it is kept, renewed and refused like those that are.</remarks>
internal sealed class ZhipuJwtHandler(CredentialIssuer issuer, TimeProvider time) : IssuedTokenHandler(AuthenticationSchemes.ZhipuToken, issuer)
{
    protected override bool CanIssue(Credential credential) => credential.ApiKey is { } key && ZhipuJwt.IsSigningKey(key);

    protected override Task<IssuedCredential> ExchangeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return Task.FromResult(new IssuedCredential(ZhipuJwt.TryCreate(request.Credential.ApiKey!, now, ZhipuJwt.Lifetime)!, now, now + ZhipuJwt.Lifetime - ZhipuJwt.MinimumLeft));
    }

    protected override void Put(ProviderRequest request, string token) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

    protected override void PutUnissued(ProviderRequest request)
    {
        if (request.Credential.ApiKey is { Length: > 0 } key)
        {
            Put(request, key);
        }
    }
}
