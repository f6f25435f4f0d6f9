using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>The last update of a stream: it has no content, and knows how the call was served.</summary>
internal sealed class TracedChatResponseUpdate : ChatResponseUpdate
{
    public required UsageRecord Record { get; init; }

    public IReadOnlyList<OneApiWarning> Warnings { get; init; } = [];
}
