using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>A stream that has committed: what came up to its first content, and the rest to come.</summary>
internal sealed class OpenedStream(Attempt attempt, IAsyncEnumerator<ChatResponseUpdate> rest, List<ChatResponseUpdate> leading)
{
    public Attempt Attempt { get; } = attempt;

    public IAsyncEnumerator<ChatResponseUpdate> Rest { get; } = rest;

    public List<ChatResponseUpdate> Leading { get; } = leading;

    /// <summary>Opens a stream up to its first content. Until then nothing has been shown, so a failure may move on unseen.</summary>
    public static async ValueTask<OpenedStream> OpenAsync(ChatCall call, Attempt attempt)
    {
        call.CancellationToken.ThrowIfCancellationRequested();
        var updates = attempt.Candidate.Channel.Chat!.GetStreamingResponseAsync(call, attempt).GetAsyncEnumerator(attempt.Clock.Token);
        try
        {
            var leading = new List<ChatResponseUpdate>(2);
            while (await updates.MoveNextAsync().ConfigureAwait(false))
            {
                leading.Add(updates.Current);
                if (attempt.Clock.HasContent)
                {
                    break;
                }
            }

            attempt.Clock.Hold();
            return new(attempt, updates, leading);
        }
        catch
        {
            await updates.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets go of the stream; what the provider still wanted to say is cut off at once.</summary>
    public async ValueTask CloseAsync()
    {
        Attempt.Clock.Cancel();
        await Rest.DisposeAsync().ConfigureAwait(false);
        Attempt.Dispose();
    }
}
