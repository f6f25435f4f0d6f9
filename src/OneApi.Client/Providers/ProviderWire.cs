using OneApi.Client.Authentication;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Relays;

namespace OneApi.Client.Providers;

/// <summary>One way in which a provider can be spoken to: a wire, an authentication scheme and an endpoint profile.</summary>
internal sealed record ProviderWire
{
    /// <summary>Gets the word that picks this wire in configuration (<c>Protocol</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Gets the chat protocol (<see cref="WireProtocol.Name"/>), or null where there is no chat.</summary>
    public string? Protocol { get; init; }

    /// <summary>Gets the image protocol (<see cref="WireProtocol.Name"/>), or null where there are no images.</summary>
    public string? Images { get; init; }

    /// <summary>Gets what the server knows of that image protocol, where servers of one differ.</summary>
    public ImageProfile ImageProfile { get; init; } = ImageProfile.Default;

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

    /// <summary>Gets the operations that are relayed, and where; none for most.</summary>
    public RelayRoute[] Relays { get; init; } = [];

    /// <summary>Gets the path in a channel's <c>BaseUrl</c> by which one that names no <c>Protocol</c> is known to mean this wire, or null.</summary>
    public string? BaseMark { get; init; }

    /// <summary>Gets the path that leads from the bare host of an installation to the wire's operations, or null. What a configured base has of it is not put there again.</summary>
    public string? BasePath { get; init; }

    /// <summary>Gets a value indicating whether a channel with a deployment or a version of the API, and nothing else that picks a wire, means this one.</summary>
    public bool IsMeantByDeployment { get; init; }

    /// <summary>Gets a value indicating whether a channel's deployment takes the place of the model's name.</summary>
    public bool DeploymentIsModel { get; init; }

    /// <summary>Gets the version of the API that requests name when the channel has none, or null.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Gets what servers of older versions of the API know, and the first version (a date) that knows more, or null.</summary>
    public (string Before, WireProfile Profile)? OlderVersions { get; init; }

    /// <summary>Gets the wire's error table, where it has another than its provider.</summary>
    public ErrorRule[]? Errors { get; init; }

    /// <summary>The base address of a channel, no slash at its end.</summary>
    public string? BaseOf(string? configured) => configured is null ? BaseUrl : BaseAddress.Join(configured.TrimEnd('/'), BasePath);

    /// <summary>What the server knows of the wire at one version of its API.</summary>
    public WireProfile ProfileOf(string? apiVersion) =>
        apiVersion is not null && OlderVersions is { } older && string.CompareOrdinal(apiVersion, older.Before) < 0 ? older.Profile : Profile;
    /// <summary>Gets the wire of the embeddings, where they are not those of the chat's (MiniMax).</summary>
    public string? EmbeddingProtocol { get; init; }

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
