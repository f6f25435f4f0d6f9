using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>One attempt's embedding request as a wire's writer sees it.</summary>
internal sealed class EmbeddingRequest
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public EmbeddingGenerationOptions? Options { get; init; }

    /// <summary>Gets the model name on the wire, after the model map.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the raw request that the caller began; the writer fills only what it leaves open.</summary>
    public JsonObject? Raw { get; init; }

    public required ProviderEndpoint Endpoint { get; init; }

    /// <summary>Gets what the server knows of the wire, for this model.</summary>
    public WireProfile Profile => field ??= Endpoint.Profile.For(Model);

    public required WarningSink Warnings { get; init; }

    /// <summary>Gets the caller's headers that go on to the provider.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ForwardedHeaders { get; init; } = [];
}
