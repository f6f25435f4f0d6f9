using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>What answers the chat calls of a channel: one of our wires, or an existing client.</summary>
internal interface IChatTarget
{
    Task<ChatResponse> GetResponseAsync(ChatCall call, Attempt attempt);

    /// <summary>Streams. The attempt's clock is told of content as soon as the wire has some, even where no update comes of it yet.</summary>
    IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(ChatCall call, Attempt attempt);
}
