using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>What of a stream has reached the caller.</summary>
internal sealed class Delivery
{
    private readonly List<string> _texts = [];
    private ChatResponseUpdate? _last;

    /// <summary>Gets or sets how the call ends; a stream that nobody brought to its end was left by its caller.</summary>
    public CallOutcome Outcome { get; set; } = CallOutcome.Cancelled;

    public OneApiErrorKind? ErrorKind { get; set; }

    public bool IsSettled { get; set; }

    public UsageDetails? Usage { get; private set; }

    public string? Text => _texts.Count == 0 ? null : string.Concat(_texts);

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
                    Usage = usage.Details;
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
