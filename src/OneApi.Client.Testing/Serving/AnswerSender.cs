using System.Buffers;
using Microsoft.AspNetCore.Http;
using OneApi.Client.Testing.Faults;

namespace OneApi.Client.Testing.Serving;

/// <summary>Sends one answer, whole or event by event, and plays the fault that strikes it on the way.</summary>
internal sealed class AnswerSender(HttpContext context, FakeRequest request, ProviderWire wire, TimeProvider time, CancellationToken stopping)
    : EventSender(context, request, wire, time, stopping)
{
    private const int SlowSlices = 8;

    public async Task SendAsync(Fault? fault, WireAnswer answer)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Context.RequestAborted, Stopping);

        try
        {
            await PlayAsync(fault, answer, ended.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (ended.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The client left, or the fake is being disposed. Nobody is listening.
            Context.Abort();
        }
    }

    private async Task PlayAsync(Fault? fault, WireAnswer answer, CancellationToken ended)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Reset:
                Request.MarkAnswered();
                Context.Abort();
                return;
            case FaultKind.Silence:
                await HoldAsync(ended).ConfigureAwait(false);
                return;
            case FaultKind.SlowStart:
                await Task.Delay(fault.Delay!.Value, Time, ended).ConfigureAwait(false);
                break;
        }

        Context.Response.StatusCode = answer.Status;
        Context.Response.ContentType = answer.ContentType;

        foreach (var (name, value) in answer.Headers)
        {
            Context.Response.Headers[name] = value;
        }

        if (answer.Frames is null)
        {
            await SendWholeAsync(fault, answer.Body, ended).ConfigureAwait(false);
            return;
        }

        await Context.Response.StartAsync(ended).ConfigureAwait(false);
        await Context.Response.Body.FlushAsync(ended).ConfigureAwait(false);
        await SendFramesAsync(fault, answer.Frames, ended).ConfigureAwait(false);
    }

    private async Task SendWholeAsync(Fault? fault, ReadOnlyMemory<byte> body, CancellationToken ended)
    {
        var half = body[..(body.Length / 2)];

        switch (fault?.Kind)
        {
            case FaultKind.CutStream:
                Context.Response.ContentLength = body.Length;
                await WriteAsync(half, isLast: false, ended).ConfigureAwait(false);
                await CutAsync().ConfigureAwait(false);
                return;
            case FaultKind.StallAfter:
                Context.Response.ContentLength = body.Length;
                await WriteAsync(half, isLast: false, ended).ConfigureAwait(false);
                await HoldAsync(ended).ConfigureAwait(false);
                return;
            case FaultKind.EndWithoutTerminator or FaultKind.Malformed:
                await EndAsync(half, ended).ConfigureAwait(false);
                return;
            case FaultKind.SlowBody:
                await SendSlowlyAsync(body, fault.Delay!.Value, ended).ConfigureAwait(false);
                return;
            default:
                Context.Response.ContentLength = body.Length;
                await EndAsync(body, ended).ConfigureAwait(false);
                return;
        }
    }

    private async Task SendSlowlyAsync(ReadOnlyMemory<byte> body, TimeSpan wait, CancellationToken ended)
    {
        Context.Response.ContentLength = body.Length;
        var size = Math.Max(1, (body.Length + SlowSlices - 1) / SlowSlices);

        while (body.Length > size)
        {
            await WriteAsync(body[..size], isLast: false, ended).ConfigureAwait(false);
            body = body[size..];
            await Task.Delay(wait, Time, ended).ConfigureAwait(false);
        }

        await EndAsync(body, ended).ConfigureAwait(false);
    }

    protected override async Task WriteAsync(ReadOnlyMemory<byte> bytes, bool isLast, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();
        await Context.Response.Body.WriteAsync(bytes, ended).ConfigureAwait(false);
        await Context.Response.Body.FlushAsync(ended).ConfigureAwait(false);
    }

    protected override async Task EndAsync(ReadOnlyMemory<byte> bytes, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();
        await Context.Response.StartAsync(ended).ConfigureAwait(false);
        Context.Response.BodyWriter.Write(bytes.Span);

        // Marked before the flush: a client may close its connection the moment it has the last byte.
        if (Request.MarkAnswered())
        {
            await Context.Response.CompleteAsync().ConfigureAwait(false);
        }
    }
}
