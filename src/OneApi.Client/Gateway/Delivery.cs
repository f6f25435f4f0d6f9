using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>What of a stream has reached the caller.</summary>
internal sealed class Delivery
{
    private readonly List<string> _texts = [];
    private List<string>? _thoughts;
    private List<AIContent>? _others;
    private ChatResponseUpdate? _last;
    private UsageDetails? _usage;

    /// <summary>Gets or sets how the call ends; a stream that nobody brought to its end was left by its caller.</summary>
    public CallOutcome Outcome { get; set; } = CallOutcome.Cancelled;

    public OneApiErrorKind? ErrorKind { get; set; }

    public bool IsSettled { get; set; }

    /// <summary>Gets or sets a value indicating whether several providers made the answer, so that what one of them reports is not all.</summary>
    public bool IsContinued { get; set; }

    /// <summary>Gets what was thought aloud.</summary>
    public string Thoughts => _thoughts is null ? string.Empty : string.Concat(_thoughts);

    /// <summary>Gets a value indicating whether only text and unsigned thoughts were delivered, which another answer can repeat.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <summary>Gets a value indicating whether text or thoughts were delivered.</summary>
    public bool HasWords => _texts.Count > 0 || _thoughts is not null;

    /// <summary>Gets the last update.</summary>
    public ChatResponseUpdate? Last => _last;

    public string? Text => _texts.Count == 0 ? null : string.Concat(_texts);

    /// <summary>Gets what it has used so far.</summary>
    public DeliveredUsage Used =>
        (_usage is null ? DeliveredUsage.Of(null, Text, [new TextReasoningContent(string.Concat(_thoughts ?? [])), .. _others ?? []]) : DeliveredUsage.Of(_usage, Text, _others)) with { IsInPart = IsContinued };

    public void Note(ChatResponseUpdate update)
    {
        _last = update;
        for (var i = 0; i < update.Contents.Count; i++)
        {
            switch (update.Contents[i])
            {
                case TextContent { Text.Length: > 0 } text:
                    _texts.Add(text.Text);
                    break;
                case UsageContent usage:
                    _usage = usage.Details;
                    break;
                case TextReasoningContent { Text.Length: > 0 } thought:
                    (_thoughts ??= []).Add(thought.Text);
                    IsPlain &= thought.ProtectedData is null;
                    break;
                case FunctionCallContent call:
                    (_others ??= []).Add(call);
                    IsPlain = false;
                    break;
                case TextContent or TextReasoningContent { ProtectedData: null }:
                    break;
                default:
                    IsPlain = false;
                    break;
            }
        }
    }

    /// <summary>The update that closes the stream: no content, and how the call was served.</summary>
    public TracedChatResponseUpdate LastUpdate(UsageRecord record, IReadOnlyList<OneApiWarning> warnings) => new()
    {
        Record = record,
        Warnings = warnings,
        Role = _last?.Role,
        ResponseId = _last?.ResponseId,
        MessageId = _last?.MessageId,
        ModelId = _last?.ModelId,
        ConversationId = _last?.ConversationId,
        CreatedAt = _last?.CreatedAt,
        FinishReason = _last?.FinishReason,
    };
}
