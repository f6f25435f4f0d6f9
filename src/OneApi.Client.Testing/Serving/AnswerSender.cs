using System.Buffers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OneApi.Client.Testing.Faults;

namespace OneApi.Client.Testing.Serving;

/// <summary>Sends one answer, whole or event by event, and plays the fault that strikes it on the way.</summary>
internal sealed class AnswerSender(HttpContext context, FakeRequest request, ProviderWire wire, TimeProvider time, CancellationToken stopping)
{
    private const int SlowSlices = 8;
    private static readonly TimeSpan CutPatience = TimeSpan.FromSeconds(5);

    public async Task SendAsync(Fault? fault, WireAnswer answer)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);

        try
        {
            await PlayAsync(fault, answer, ended.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (ended.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The client left, or the fake is being disposed. Nobody is listening.
            context.Abort();
        }
    }

    private async Task PlayAsync(Fault? fault, WireAnswer answer, CancellationToken ended)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Reset:
                request.MarkAnswered();
                context.Abort();
                return;
            case FaultKind.Silence:
                await HoldAsync(ended).ConfigureAwait(false);
                return;
            case FaultKind.SlowStart:
                await Task.Delay(fault.Delay!.Value, time, ended).ConfigureAwait(false);
                break;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;

        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Frames is null)
        {
            await SendWholeAsync(fault, answer.Body, ended).ConfigureAwait(false);
            return;
        }

        await context.Response.StartAsync(ended).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(ended).ConfigureAwait(false);
        await SendFramesAsync(fault, answer.Frames, ended).ConfigureAwait(false);
    }

    private async Task SendWholeAsync(Fault? fault, ReadOnlyMemory<byte> body, CancellationToken ended)
    {
        var half = body[..(body.Length / 2)];

        switch (fault?.Kind)
        {
            case FaultKind.CutStream:
                context.Response.ContentLength = body.Length;
                await WriteAsync(half, ended).ConfigureAwait(false);
                await CutAsync().ConfigureAwait(false);
                return;
            case FaultKind.StallAfter:
                context.Response.ContentLength = body.Length;
                await WriteAsync(half, ended).ConfigureAwait(false);
                await HoldAsync(ended).ConfigureAwait(false);
                return;
            case FaultKind.EndWithoutTerminator or FaultKind.Malformed:
                await WriteLastAsync(half, ended).ConfigureAwait(false);
                return;
            case FaultKind.SlowBody:
                await SendSlowlyAsync(body, fault.Delay!.Value, ended).ConfigureAwait(false);
                return;
            default:
                context.Response.ContentLength = body.Length;
                await WriteLastAsync(body, ended).ConfigureAwait(false);
                return;
        }
    }

    private async Task SendSlowlyAsync(ReadOnlyMemory<byte> body, TimeSpan wait, CancellationToken ended)
    {
        context.Response.ContentLength = body.Length;
        var size = Math.Max(1, (body.Length + SlowSlices - 1) / SlowSlices);

        while (body.Length > size)
        {
            await WriteAsync(body[..size], ended).ConfigureAwait(false);
            body = body[size..];
            await Task.Delay(wait, time, ended).ConfigureAwait(false);
        }

        await WriteLastAsync(body, ended).ConfigureAwait(false);
    }

    private async Task SendFramesAsync(Fault? fault, IEnumerable<StreamFrame> frames, CancellationToken ended)
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
            await WriteAsync(pending && frame.Unfinished is { } unfinished ? unfinished : frame.Bytes, ended).ConfigureAwait(false);
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

        await WriteLastAsync(ReadOnlyMemory<byte>.Empty, ended).ConfigureAwait(false);
    }

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
                await WriteLastAsync(ReadOnlyMemory<byte>.Empty, ended).ConfigureAwait(false);
                return true;
            case FaultKind.ErrorMidStream:
                var error = wire.WordError(new WireFailure(WireErrorKind.ServerError, request));
                await WriteLastAsync(wire.FrameError(error, request), ended).ConfigureAwait(false);
                return true;
            default:
                await WriteAsync(wire.FrameMalformed(request), ended).ConfigureAwait(false);
                return false;
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();
        await context.Response.Body.WriteAsync(bytes, ended).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(ended).ConfigureAwait(false);
    }

    private async Task WriteLastAsync(ReadOnlyMemory<byte> bytes, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();
        await context.Response.StartAsync(ended).ConfigureAwait(false);
        context.Response.BodyWriter.Write(bytes.Span);

        // Marked before the flush: a client may close its connection the moment it has the last byte.
        if (request.MarkAnswered())
        {
            await context.Response.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the client to leave, or for the fake's end.</summary>
    private static Task HoldAsync(CancellationToken ended) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended);

    /// <summary>Ends the connection behind what was sent, in the middle of the body.</summary>
    /// <remarks>A plain abort resets the connection, and on some systems a reset throws away bytes that the client has not read yet. So our side is closed first, and the rest follows when the client has noticed.</remarks>
    private async Task CutAsync()
    {
        request.MarkAnswered();
        context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(CutPatience, TimeProvider.System, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }
}
