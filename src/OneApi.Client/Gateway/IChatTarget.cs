using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;

namespace OneApi.Client.Gateway;

/// <summary>What answers the chat calls of a channel: one of our wires, or an existing client.</summary>
internal interface IChatTarget
{
    Task<ChatResponse> GetResponseAsync(ChatCall call, Attempt attempt);

    /// <summary>How a model of the channel would go on with a beginning of the answer, or null when it would not, or nobody knows.</summary>
    Prefill? PrefillOf(ChatCall call, string wireModel);

    /// <summary>Streams. The attempt's clock is told of content as soon as the wire has some, even where no update comes of it yet.</summary>
    IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(ChatCall call, Attempt attempt);
}
