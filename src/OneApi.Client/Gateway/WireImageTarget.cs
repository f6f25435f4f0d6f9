using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Transport;

namespace OneApi.Client.Gateway;

/// <summary>A channel whose images one of our wires makes.</summary>
internal sealed class WireImageTarget(ImageWire wire, ProviderEndpoint endpoint) : IImageTarget
{
    public Task<ImageGenerationResponse> GenerateAsync(ImageCall call, Attempt attempt) => wire.GenerateAsync(
        new()
        {
            Prompt = call.Prompt,
            Originals = call.Originals,
            Options = call.Options,
            Model = attempt.Candidate.WireModel,
            Raw = call.Options?.RawRepresentationFactory?.Invoke(call.Generator) as JsonObject,
            Endpoint = endpoint,
            Warnings = attempt.Warnings,
            Strict = call.Snapshot.Strict,
            ForwardedHeaders = HeaderForwarding.Select(call.Snapshot, (call.Options as OneApiImageGenerationOptions)?.ForwardedHeaders),
        },
        attempt.Credential,
        attempt.Clock);
}
