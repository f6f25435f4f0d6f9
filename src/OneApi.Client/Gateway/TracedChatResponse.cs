using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>A response that knows how it was served. Serialises as the plain response that it is.</summary>
internal sealed class TracedChatResponse : ChatResponse
{
    public TracedChatResponse(ChatResponse response)
        : base(response.Messages)
    {
        ResponseId = response.ResponseId;
        ConversationId = response.ConversationId;
        ModelId = response.ModelId;
        CreatedAt = response.CreatedAt;
        FinishReason = response.FinishReason;
        Usage = response.Usage;
        ContinuationToken = response.ContinuationToken;
        RawRepresentation = response.RawRepresentation;
        AdditionalProperties = response.AdditionalProperties;
    }

    public required UsageRecord Record { get; init; }

    public IReadOnlyList<OneApiWarning> Warnings { get; init; } = [];
}
