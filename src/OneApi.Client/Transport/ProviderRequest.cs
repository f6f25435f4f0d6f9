using OneApi.Client.Authentication;

namespace OneApi.Client.Transport;

/// <summary>A request to a provider with the credential that its authentication handler puts in place.</summary>
internal sealed class ProviderRequest(Uri address, Credential credential) : HttpRequestMessage(HttpMethod.Post, address)
{
    public Credential Credential { get; } = credential;
}
