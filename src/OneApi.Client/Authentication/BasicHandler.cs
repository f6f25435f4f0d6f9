using System.Net.Http.Headers;
using System.Text;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary><c>Authorization: Basic …</c> for a key of the form <c>user:password</c>, or a user in the key and a password in the secret; nothing where the channel has no key.</summary>
internal sealed class BasicHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ProviderRequest { Credential: { ApiKey: { Length: > 0 } key } credential } && !request.Headers.NonValidated.Contains("Authorization"))
        {
            var pair = string.IsNullOrEmpty(credential.SecretKey) ? key : key + ":" + credential.SecretKey;
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        return base.SendAsync(request, cancellationToken);
    }
}
