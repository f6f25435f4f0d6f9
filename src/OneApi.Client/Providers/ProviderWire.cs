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

    /// <summary>Gets the base of the address where credentials are issued, where it is another one.</summary>
    public string? AuthBaseUrl { get; init; }

    /// <summary>Gets the authentication schemes that it takes. A channel that names none (<c>Authentication</c>) uses the first for which it holds what is needed.</summary>
    public string[] Schemes { get; init; } = [AuthenticationSchemes.Bearer];

    /// <summary>Gets a value indicating whether calls go over a WebSocket.</summary>
    public bool IsSocket { get; init; }

    /// <summary>Gets what the server knows of the wire.</summary>
    public WireProfile Profile { get; init; } = WireProfile.Default;

    /// <summary>Gets headers that the provider wants with every request.</summary>
    public KeyValuePair<string, string>[] Headers { get; init; } = [];

    /// <summary>Gets a value indicating whether the wire's embeddings are offered.</summary>
    public bool Embeddings { get; init; }

    /// <summary>The scheme that a channel uses, or null where it names one that is not known here.</summary>
    public AuthenticationScheme? SchemeFor(string? named, ChannelSecrets held)
    {
        if (named is not null)
        {
            return Array.Find(Schemes, scheme => scheme.Equals(named, StringComparison.OrdinalIgnoreCase)) is { } own ? AuthenticationSchemes.Of(own) : null;
        }

        var schemes = Array.ConvertAll(Schemes, AuthenticationSchemes.Of);
        return schemes.MinBy(scheme => System.Numerics.BitOperations.PopCount((uint)(scheme.Needs & ~held)))!; // where nothing fits, what lacks least: that is what the error names
    }
}
