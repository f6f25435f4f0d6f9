using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Transport;

namespace OneApi.Client.Gateway;

/// <summary>A channel that one of our wires serves.</summary>
internal sealed class WireChatTarget(IChatWire wire, ProviderEndpoint endpoint) : IChatTarget
{
    public Task<ChatResponse> GetResponseAsync(ChatCall call, Attempt attempt) =>
        wire.GetResponseAsync(MakeRequest(call, attempt), attempt.Credential, attempt.Clock);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(ChatCall call, Attempt attempt) =>
        wire.GetStreamingResponseAsync(MakeRequest(call, attempt), attempt.Credential, attempt.Clock);

    private ChatRequest MakeRequest(ChatCall call, Attempt attempt) => new()
    {
        Messages = call.Messages,
        Options = call.Options,
        Model = endpoint.ModelOf(attempt.Candidate.WireModel),
        Streaming = call.Streaming,
        Raw = call.Options?.RawRepresentationFactory?.Invoke(call.Client) as JsonObject,
        Endpoint = endpoint,
        Warnings = attempt.Warnings,
        Strict = call.Snapshot.Strict,
        ForwardedHeaders = HeaderForwarding.Select(call.Snapshot, (call.Options as OneApiChatOptions)?.ForwardedHeaders),
    };
}
