using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Providers;

/// <summary>One way in which a provider can be spoken to: a wire, an authentication scheme and an endpoint profile.</summary>
internal sealed record ProviderWire
{
    /// <summary>Gets the word that picks this wire in configuration (<c>Protocol</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Gets the wire's id among the protocols (<see cref="ChatProtocol.Name"/>).</summary>
    public required string Protocol { get; init; }

    /// <summary>Gets the base address, or null where every installation has its own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Gets the authentication scheme.</summary>
    public string Scheme { get; init; } = AuthenticationSchemes.Bearer;

    /// <summary>Gets what the server knows of the wire.</summary>
    public WireProfile Profile { get; init; } = WireProfile.Default;

    /// <summary>Gets headers that the provider wants with every request.</summary>
    public KeyValuePair<string, string>[] Headers { get; init; } = [];

    /// <summary>Gets a value indicating whether the wire's embeddings are offered.</summary>
    public bool Embeddings { get; init; }
}
