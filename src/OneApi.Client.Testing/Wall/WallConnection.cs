using System.Net.Sockets;

namespace OneApi.Client.Testing.Wall;

/// <summary>One connection: request after request, until either side ends it.</summary>
internal sealed class WallConnection(Socket socket, IWallKeeper keeper, CancellationToken stopping)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task RunAsync()
    {
        socket.NoDelay = true;
        using var input = new WallInput(socket);
        try
        {
            while (await input.ReadAsync(stopping).ConfigureAwait(false) is { } message && await AnswerAsync(input, keeper.Take(message)).ConfigureAwait(false))
            {
                // the client may go on
            }
        }
        catch (OperationCanceledException)
        {
            // The client has left, or the wall is disposed.
        }
        finally
        {
            socket.Dispose();
            await input.EndAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> AnswerAsync(WallInput input, (WallRequest Request, WallReply Reply) taken)
    {
        var (request, reply) = taken;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(input.Left, stopping);
        using var left = input.Left.Register(() => keeper.NoteLeft(request));
        switch (reply.Kind)
        {
            case WallReplyKind.Reset:
                request.MarkAnswered(keeper.Time.GetUtcNow());
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return false;
            case WallReplyKind.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token).ConfigureAwait(false);
                return false;
        }

        var (frames, isStream) = WallFrames.Of(reply, request, keeper.Tokens);
        var script = WallScript.Of(reply, frames, isStream);
        try
        {
            if (await new WallOutput(socket, request, reply, keeper.Time, ended.Token).SendAsync(script).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch (SocketException)
        {
            keeper.NoteLeft(request); // seen first by a write
            return false;
        }

        await CloseAsync(ended.Token).ConfigureAwait(false);
        return false;
    }

    /// <summary>Ends the connection behind what was sent. Closing at once could reset it, which throws away what the client has not read yet.</summary>
    private async Task CloseAsync(CancellationToken ended)
    {
        socket.Shutdown(SocketShutdown.Send);
        await Task.Delay(Patience, TimeProvider.System, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
