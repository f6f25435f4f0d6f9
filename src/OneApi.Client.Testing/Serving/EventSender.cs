using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OneApi.Client.Testing.Faults;

namespace OneApi.Client.Testing.Serving;

/// <summary>Sends the events of a stream, and plays the fault that strikes it on the way. How an event is sent and how a stream ends is the transport's.</summary>
internal abstract class EventSender(HttpContext context, FakeRequest request, ProviderWire wire, TimeProvider time, CancellationToken stopping)
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected HttpContext Context => context;

    protected FakeRequest Request => request;

    protected TimeProvider Time => time;

    protected CancellationToken Stopping => stopping;

    /// <summary>Sends one event.</summary>
    /// <param name="bytes">The event.</param>
    /// <param name="isLast">True when a client has its whole answer with it, and may leave.</param>
    /// <param name="ended">Ends when the client leaves or the fake is disposed.</param>
    protected abstract Task WriteAsync(ReadOnlyMemory<byte> bytes, bool isLast, CancellationToken ended);

    /// <summary>Sends what is left, if anything, and ends the answer in good order.</summary>
    protected abstract Task EndAsync(ReadOnlyMemory<byte> bytes, CancellationToken ended);

    protected async Task SendFramesAsync(Fault? fault, IEnumerable<StreamFrame> frames, CancellationToken ended)
    {
        var contents = 0;
        var first = true;
        var pending = StreamStrike.IsPlaced(fault);

        foreach (var frame in frames)
        {
            if (!first && fault?.Kind is FaultKind.SlowBody)
            {
                await Task.Delay(fault.Delay!.Value, time, ended).ConfigureAwait(false);
            }

            first = false;

            if (pending && StreamStrike.IsBefore(frame, contents, fault!))
            {
                pending = false;

                if (await StrikeAsync(fault!, ended).ConfigureAwait(false))
                {
                    return;
                }
            }

            // Still pending here, a last content event says that all is well, and must not before the fault.
            await WriteAsync(pending && frame.Unfinished is { } unfinished ? unfinished : frame.Bytes, frame.Ends && !pending, ended).ConfigureAwait(false);
            contents += frame.IsContent ? 1 : 0;

            if (pending && StreamStrike.IsAfter(frame, contents, fault!))
            {
                pending = false;

                if (await StrikeAsync(fault!, ended).ConfigureAwait(false))
                {
                    return;
                }
            }
        }

        await EndAsync(ReadOnlyMemory<byte>.Empty, ended).ConfigureAwait(false);
    }

    /// <summary>Ends the connection behind what was sent, in the middle of the body.</summary>
    /// <remarks>A plain abort resets the connection, and on some systems a reset throws away bytes that the client has not read yet. So our side is closed first, and the rest follows when the client has noticed.</remarks>
    protected async Task CutAsync()
    {
        request.MarkAnswered();
        context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(Patience, TimeProvider.System, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    /// <summary>Waits for the client to leave, or for the fake's end.</summary>
    protected static Task HoldAsync(CancellationToken ended) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended);

    /// <summary>Does the fault's deed; says whether the answer is over with it.</summary>
    private async Task<bool> StrikeAsync(Fault fault, CancellationToken ended)
    {
        switch (fault.Kind)
        {
            case FaultKind.CutStream:
                await CutAsync().ConfigureAwait(false);
                return true;
            case FaultKind.StallAfter:
                await HoldAsync(ended).ConfigureAwait(false);
                return true;
            case FaultKind.EndWithoutTerminator:
                await EndAsync(ReadOnlyMemory<byte>.Empty, ended).ConfigureAwait(false);
                return true;
            case FaultKind.ErrorMidStream:
                var error = wire.WordError(new WireFailure(WireErrorKind.ServerError, request));
                await EndAsync(wire.FrameError(error, request), ended).ConfigureAwait(false);
                return true;
            default:
                await WriteAsync(wire.FrameMalformed(request), isLast: false, ended).ConfigureAwait(false);
                return false;
        }
    }
}
