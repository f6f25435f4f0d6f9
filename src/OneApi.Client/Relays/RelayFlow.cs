using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OneApi.Client.Gateway;

namespace OneApi.Client.Relays;

/// <summary>A relayed stream from its commitment to its settlement, which comes once however it ends.</summary>
internal sealed class RelayFlow(RelayCall call, RelayFeed feed, CallEngine engine, RelaySettler settler, ILogger logger) : IAsyncDisposable
{
    private readonly Attempt _attempt = call.LastAttempt!;
    private bool _isRead;
    private bool _isSettled;

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_isRead)
        {
            throw new InvalidOperationException("The answer can be read once.");
        }

        _isRead = true;
        return ReadPiecesAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _isRead = true;
        if (_isSettled)
        {
            return;
        }

        _isSettled = true;
        CallEngine.Leave(call, _attempt);
        Close();
        await settler.SettleAsync(call, CallOutcome.Cancelled, feed, error: null).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadPiecesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await NextAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return feed.Current;
                if (call.Reservation is not null)
                {
                    await engine.KeepAsync(call).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await using (cancellationToken.UnsafeRegister(static clock => ((Transport.AttemptClock)clock!).Cancel(), _attempt.Clock).ConfigureAwait(false))
            {
                if (await feed.MoveNextAsync().ConfigureAwait(false))
                {
                    return true;
                }
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken); // disposing settles it
        }
        catch (Exception thrown)
        {
            throw await BreakAsync(thrown).ConfigureAwait(false);
        }

        _isSettled = true;
        engine.Succeed(call, _attempt);
        Close();
        await settler.SettleAsync(call, CallOutcome.Succeeded, feed, error: null).ConfigureAwait(false);
        return false;
    }

    /// <summary>Past its first bytes a stream that breaks has ended; what was delivered is charged.</summary>
    private async ValueTask<Exception> BreakAsync(Exception thrown)
    {
        _isSettled = true;
        var failure = engine.Fail(call, _attempt, thrown, settler.UsageOf(call, feed, out _));
        var error = failure as OneApiException;
        Close();
        if (error is not null)
        {
            Gateway.Log.StreamBroke(logger, _attempt.Candidate.Channel.Number, _attempt.Candidate.Channel.Name, error.Kind);
        }

        await settler.SettleAsync(call, error is null ? CallOutcome.Cancelled : CallOutcome.Broken, feed, error?.Kind).ConfigureAwait(false);
        return error?.With(_attempt.Candidate.Channel.Provider, _attempt.Candidate.Channel.Name, attempts: call.Attempts) ?? failure;
    }

    private void Close()
    {
        _attempt.Clock.Cancel();
        feed.Dispose();
        _attempt.Dispose();
    }
}
