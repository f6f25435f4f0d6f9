using Microsoft.Extensions.AI;

namespace OneApi.Client.Transport;

/// <summary>Makes the updates of a stream that is passed on: each with its bytes, and each known as part of the same message.</summary>
internal sealed class RelayedUpdates(string wire)
{
    private ChatResponseUpdate? _last;

    public ChatResponseUpdate Make(ChatResponseUpdate? update, byte[] bytes, bool isEnd)
    {
        update ??= new()
        {
            Role = _last?.Role,
            ResponseId = _last?.ResponseId,
            MessageId = _last?.MessageId,
            ModelId = _last?.ModelId,
            CreatedAt = _last?.CreatedAt,
            FinishReason = _last?.FinishReason,
        };
        var isTorn = isEnd && bytes is [.., (byte)'\r']; // the other half of the line's end may be on its way, and nobody reads on behind the end mark
        update.RawRepresentation = new WireBytes(wire, isTorn ? [.. bytes, (byte)'\n'] : bytes, isEnd);
        return _last = update;
    }
}
