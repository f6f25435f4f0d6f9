using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Gateway;

/// <summary>The updates of one streamed call: of the stream that began it, and of the one that took over when it broke.</summary>
internal sealed class ChatFlow(ChatCall call, CallEngine engine, Delivery delivery, ILogger logger) : IAsyncDisposable
{
    private OpenedStream? _stream;
    private int _leading;
    private ITakeover? _takeover;
    private OneApiException? _broken;

    public ChatResponseUpdate Current { get; private set; } = null!;

    /// <summary>Gets the attempt that serves.</summary>
    public Attempt? Attempt => _stream?.Attempt;

    public async ValueTask OpenAsync() => _stream = await engine.RunAsync(call, StreamDoor.Instance).ConfigureAwait(false);

    /// <summary>Goes on to the next update.</summary>
    /// <exception cref="OneApiException">The stream broke, and nobody could take over: with what was delivered.</exception>
    public async ValueTask<bool> MoveNextAsync()
    {
        while (await ReadAsync().ConfigureAwait(false) is { } update)
        {
            if (_takeover is null)
            {
                Current = update;
                return true;
            }

            if (!_takeover.Fits(update))
            {
                await GiveUpAsync("it gives another answer").ConfigureAwait(false);
            }

            if (update.Contents.Count > 0 || update.FinishReason is not null)
            {
                update.RawRepresentation = update.RawRepresentation is WireBytes ? null : update.RawRepresentation; // its bytes belong to another answer
                Current = update;
                return true;
            }
        }

        if (_takeover?.Rest() is { } rest)
        {
            Current = rest;
            return true;
        }

        if (_takeover is { IsThrough: false })
        {
            await GiveUpAsync("its answer is shorter").ConfigureAwait(false);
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is { } stream)
        {
            CallEngine.Leave(call, stream.Attempt);
            await stream.CloseAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<ChatResponseUpdate?> ReadAsync()
    {
        while (true)
        {
            var stream = _stream!;
            if (_leading < stream.Leading.Count)
            {
                return stream.Leading[_leading++];
            }

            try
            {
                stream.Attempt.Clock.Release();
                var hasMore = await stream.Rest.MoveNextAsync().ConfigureAwait(false);
                stream.Attempt.Clock.Hold();
                return hasMore ? stream.Rest.Current : null;
            }
            catch (Exception thrown)
            {
                await RescueAsync(stream, thrown).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Past the first content a stream that breaks is taken over by another channel, or ends in an error with what was delivered.</summary>
    private async ValueTask RescueAsync(OpenedStream stream, Exception thrown)
    {
        var used = delivery.Used.ReportedOrEstimated(call);
        if (engine.Fail(call, stream.Attempt, thrown, Continuation.Move(used, -stream.Attempt.ContinuedTokens) ?? used) is not OneApiException error)
        {
            throw new OperationCanceledException(null, thrown, call.CancellationToken);
        }

        call.BrokenAttempt ??= stream.Attempt;
        var channel = stream.Attempt.Candidate.Channel;
        var broken = error.With(channel.Provider, channel.Name, delivery.Text, call.Attempts);
        if (_takeover is not null)
        {
            if (_takeover.IsThrough)
            {
                throw Broken(stream, broken); // it had taken over, and breaks as well
            }

            await GiveUpAsync("it broke as well").ConfigureAwait(false);
        }

        if (!Rescues.May(call, delivery, error.Kind) || await TakeOverAsync().ConfigureAwait(false) is not { } other)
        {
            throw Broken(stream, broken);
        }

        Log.Rescued(logger, channel.Number, channel.Name, error.Kind, other.Attempt.Candidate.Channel.Name);
        _broken = broken;
        _stream = other;
        _leading = 0;
        call.Rescue = _takeover!.Reason;
        await CloseAsync(stream).ConfigureAwait(false);
    }

    /// <summary>Somebody who goes on with the text, where that is wanted; else somebody who gives the same answer. A refused beginning costs nothing but the try.</summary>
    private async ValueTask<OpenedStream?> TakeOverAsync()
    {
        if (Rescues.MayContinue(call, delivery) && await engine.ContinueAsync(call, delivery.Text!).ConfigureAwait(false) is { } next)
        {
            delivery.IsContinued = true;
            _takeover = new Continuer(call.Continuation!, delivery.Last);
            return next;
        }

        var again = call.Snapshot.Splices ? await engine.TakeOverAsync(call).ConfigureAwait(false) : null;
        _takeover = again is null ? null : new Splicer(delivery.Text ?? string.Empty, delivery.Thoughts, delivery.Last);
        return again;
    }

    /// <summary>The call ends as it would have without the try: with the first error.</summary>
    private async ValueTask GiveUpAsync(string why)
    {
        var stream = _stream!;
        var channel = stream.Attempt.Candidate.Channel;
        Log.NotRescued(logger, channel.Number, channel.Name, why);
        call.Rescue = null;
        delivery.IsContinued = false;
        engine.GiveUp(call, stream.Attempt);
        await CloseAsync(stream).ConfigureAwait(false);
        throw Broken(null, _broken!);
    }

    private OneApiException Broken(OpenedStream? stream, OneApiException error)
    {
        delivery.Outcome = CallOutcome.Broken;
        delivery.ErrorKind = error.Kind;
        if (stream is not null)
        {
            var channel = stream.Attempt.Candidate.Channel;
            Log.StreamBroke(logger, channel.Number, channel.Name, error.Kind);
        }

        return error;
    }

    private async ValueTask CloseAsync(OpenedStream stream)
    {
        if (ReferenceEquals(stream, _stream))
        {
            _stream = null;
        }

        await stream.CloseAsync().ConfigureAwait(false);
    }
}
