using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Transport;

namespace OneApi.Client.Gateway;

/// <summary>A channel whose embeddings one of our wires serves.</summary>
internal sealed class WireEmbeddingTarget(EmbeddingWire wire, ProviderEndpoint endpoint) : IEmbeddingTarget
{
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(EmbeddingCall call, Attempt attempt) => wire.GenerateAsync(
        new()
        {
            Inputs = call.Inputs,
            Options = call.Options,
            Model = endpoint.ModelOf(attempt.Candidate.WireModel),
            Raw = call.Options?.RawRepresentationFactory?.Invoke(call.Generator) as JsonObject,
            Endpoint = endpoint,
            Warnings = attempt.Warnings,
            ForwardedHeaders = HeaderForwarding.Select(call.Snapshot, (call.Options as OneApiEmbeddingOptions)?.ForwardedHeaders),
        },
        attempt.Credential,
        attempt.Clock);
}
