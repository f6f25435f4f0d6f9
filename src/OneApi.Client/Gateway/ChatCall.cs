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

    /// <summary>Gets who is told once the call is being served, or null.</summary>
    public Action<ChatCall>? Served { get; init; }

    /// <summary>Gets who is given the record of a stream, however it ended; or null.</summary>
    public Action<UsageRecord>? Settled { get; init; }

    /// <summary>Gets or sets the text that an attempt of the kind <see cref="AttemptReason.Continue"/> goes on with.</summary>
    public Continuation? Continuation { get; set; }

    public override bool Reasons => Options?.Reasoning?.Effort is not (null or ReasoningEffort.None);

    public override string? ConversationId => Options?.ConversationId;

    public override bool IsRetryOfCaller => HeaderForwarding.SaysRetry((Options as OneApiChatOptions)?.ForwardedHeaders);

    public override long? MaxOutputTokens => Options?.MaxOutputTokens;

    protected override long CountInput() => ContentTokens.OfPrompt(Messages, Options, Model);
}
