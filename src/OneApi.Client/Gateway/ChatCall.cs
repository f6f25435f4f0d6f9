using Microsoft.Extensions.AI;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Gateway;

/// <summary>A chat call.</summary>
internal sealed class ChatCall : Call
{
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public ChatOptions? Options { get; init; }

    /// <summary>Gets the client that the host called, for the options' raw representation.</summary>
    public required IChatClient Client { get; init; }

    public override bool Reasons => Options?.Reasoning?.Effort is not (null or ReasoningEffort.None);

    public override string? ConversationId => Options?.ConversationId;

    public override bool IsRetryOfCaller => HeaderForwarding.SaysRetry((Options as OneApiChatOptions)?.ForwardedHeaders);

    public override long? MaxOutputTokens => Options?.MaxOutputTokens;

    protected override long CountInput() => ContentTokens.OfPrompt(Messages, Options, Model);
}
