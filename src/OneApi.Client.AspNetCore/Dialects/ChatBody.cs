using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects;

/// <summary>What a dialect has read out of a request.</summary>
internal sealed class ChatBody
{
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Gets the options, with the model's name, the end user, the fallbacks and the group that the body names. The endpoint adds who calls.</summary>
    public required OneApiChatOptions Options { get; init; }

    public required bool Streaming { get; init; }

    /// <summary>Gets a value indicating whether a streamed answer shall end with its usage, where the dialect leaves that to the caller.</summary>
    public bool WantsUsage { get; init; }

    /// <summary>Gets what the dialect itself remembers of the request until it writes the answer (what the Responses API echoes, …), or null.</summary>
    public object? State { get; init; }

    /// <summary>Gets the body without the members that are the gateway's own (<c>fallbacks</c>, <c>group</c>), for channels that speak the same wire; empty where the dialect has none.</summary>
    public ReadOnlyMemory<byte> WireBody { get; init; }
}
