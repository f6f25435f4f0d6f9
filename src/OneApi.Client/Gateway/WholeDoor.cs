using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>The door of whole answers: an attempt goes up to the answer.</summary>
internal sealed class WholeDoor : ICallDoor<ChatCall, ChatResponse>
{
    public static readonly WholeDoor Instance = new();

    public async ValueTask<ChatResponse> TryAsync(ChatCall call, Attempt attempt)
    {
        call.CancellationToken.ThrowIfCancellationRequested();
        return await attempt.Candidate.Channel.Chat!.GetResponseAsync(call, attempt).ConfigureAwait(false);
    }
}
