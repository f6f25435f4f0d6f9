using OneApi.Client.Gateway;

namespace OneApi.Client.Relays;

/// <summary>The door of relayed calls: an attempt goes up to the whole answer, or to the first bytes of a stream.</summary>
internal sealed class RelayDoor : ICallDoor<RelayCall, RelayFeed>
{
    public static readonly RelayDoor Instance = new();

    public async ValueTask<RelayFeed> TryAsync(RelayCall call, Attempt attempt)
    {
        call.CancellationToken.ThrowIfCancellationRequested();
        return await attempt.Candidate.Channel.Relays!.OpenAsync(call, attempt).ConfigureAwait(false);
    }

    public ValueTask DiscardAsync(RelayFeed result)
    {
        result.Dispose();
        return ValueTask.CompletedTask;
    }
}
