using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>One attempt's chat request as a wire's writer sees it. Neither messages nor options are ever changed.</summary>
internal sealed class ChatRequest
{
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public ChatOptions? Options { get; init; }

    /// <summary>Gets the model name on the wire, after the model map.</summary>
    public required string Model { get; init; }

    public required bool Streaming { get; init; }

    /// <summary>Gets the raw request that the caller began (RawRepresentationFactory); the writer fills only what it leaves open.</summary>
    public JsonObject? Raw { get; init; }

    public required ProviderEndpoint Endpoint { get; init; }

    /// <summary>Gets what the server knows of the wire, for this model.</summary>
    public WireProfile Profile => field ??= Endpoint.Profile.For(Model);

    public required WarningSink Warnings { get; init; }

    /// <summary>Gets a value indicating whether a setting that can't be honoured refuses the call.</summary>
    public bool Strict { get; init; }

    /// <summary>Gets the caller's headers that go on to the provider.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ForwardedHeaders { get; init; } = [];

    /// <summary>Gets a value indicating whether the last message is the beginning of the answer, which the model shall go on with.</summary>
    public bool Continues { get; init; }

    /// <summary>Gets the request as the caller has written it, or null; a wire that is the same sends it on.</summary>
    public WireRequest? Wire { get; init; }

    /// <summary>The same request for an answer in one body.</summary>
    public ChatRequest AsWhole() => new()
    {
        Messages = Messages,
        Options = Options,
        Model = Model,
        Streaming = false,
        Raw = Raw,
        Endpoint = Endpoint,
        Warnings = Warnings,
        Strict = Strict,
        ForwardedHeaders = ForwardedHeaders,
        Continues = Continues,
    };
}
