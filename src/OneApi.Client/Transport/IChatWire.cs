using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Carries chat calls to a provider: over HTTP, or over a socket for each call.</summary>
internal interface IChatWire
{
    Task<ChatResponse> GetResponseAsync(ChatRequest request, CredentialUse credential, AttemptClock clock);

    /// <summary>How the server would go on with a beginning of the answer, or null when it would not, or nobody knows.</summary>
    Prefill? PrefillOf(ChatRequest request);

    /// <summary>Streams. The clock is told of content as soon as the wire has some, even where no update comes of it yet.</summary>
    IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(ChatRequest request, CredentialUse credential, AttemptClock clock, CancellationToken cancellationToken = default);
}
