using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Transport;

namespace OneApi.Client.Gateway;

/// <summary>A channel that one of our wires serves.</summary>
internal sealed class WireChatTarget(IChatWire wire, string wireName, ProviderEndpoint endpoint) : IChatTarget
{
    public Task<ChatResponse> GetResponseAsync(ChatCall call, Attempt attempt) =>
        wire.GetResponseAsync(MakeRequest(call, attempt), attempt.Credential, attempt.Clock);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(ChatCall call, Attempt attempt) =>
        wire.GetStreamingResponseAsync(MakeRequest(call, attempt), attempt.Credential, attempt.Clock);

    public Prefill? PrefillOf(ChatCall call, string wireModel) => wire.PrefillOf(MakeRequest(call, wireModel, new(), continuation: null));

    private ChatRequest MakeRequest(ChatCall call, Attempt attempt) =>
        MakeRequest(call, attempt.Candidate.WireModel, attempt.Warnings, attempt.Reason is AttemptReason.Continue ? call.Continuation : null);

    private ChatRequest MakeRequest(ChatCall call, string wireModel, WarningSink warnings, Continuation? continuation) => new()
    {
        Messages = continuation is null ? call.Messages : [.. call.Messages, new(ChatRole.Assistant, continuation.Text)],
        Options = WireSettings.For(continuation is null ? call.Options : continuation.Options, wireName, warnings),
        Continues = continuation is not null,
        Model = endpoint.ModelOf(wireModel),
        Streaming = call.Streaming,
        Raw = call.Options?.RawRepresentationFactory?.Invoke(call.Client) as JsonObject,
        Endpoint = endpoint,
        Warnings = warnings,
        Strict = call.Snapshot.Strict,
        Wire = continuation is null ? (call.Options as OneApiChatOptions)?.WireRequest : null,
        ForwardedHeaders = HeaderForwarding.Select(call.Snapshot, (call.Options as OneApiChatOptions)?.ForwardedHeaders),
    };
}
