using OneApi.Client.Authentication;

namespace OneApi.Client.Transport;

/// <summary>A request to a provider with the credential that its authentication handler puts in place.</summary>
internal sealed class ProviderRequest : HttpRequestMessage
{
    public ProviderRequest(Uri address, CredentialUse use, HttpMethod? method = null)
        : base(method ?? HttpMethod.Post, address)
    {
        Use = use;
    }

    public CredentialUse Use { get; }

    public Credential Credential => Use.Credential;

    /// <summary>Gets the model on the wire, or null.</summary>
    public string? Model => Use.Model;
    /// <summary>Says no more than the method: address and headers may hold secrets.</summary>
    public override string ToString() => Method.Method;
}
