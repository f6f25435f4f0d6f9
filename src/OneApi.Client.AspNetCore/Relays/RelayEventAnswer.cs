using System.Buffers;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Answers a relayed call with the provider's events as they come. Before the first one comments keep everybody awake; an error after the beginning is an event.</summary>
internal sealed class RelayEventAnswer(IOneApiGateway gateway, Gate gate, Action<IBufferWriter<byte>, EndpointError, string> writeError)
{
    public async Task ServeAsync(Exchange exchange, RelayRequest request)
    {
        var events = new EventStreamAnswer(exchange.Context, exchange.WriteHeaders, gate.Options, gate.Time);
        await using var held = events.ConfigureAwait(false);
        try
        {
            var answer = await gateway.RelayAsync(request, exchange.Ended).ConfigureAwait(false);
            await using var open = answer.ConfigureAwait(false);
            if (!answer.IsEventStream && !await events.EndAsync().ConfigureAwait(false))
            {
                await RelayAnswer.WriteAsync(exchange, answer).ConfigureAwait(false); // the provider has no events for it
                return;
            }

            await PassOnAsync(exchange, answer, events).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // the boundary: whatever it is becomes the end of the stream, or an answer of its own
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            if (!await events.EndAsync().ConfigureAwait(false))
            {
                throw;
            }

            await WriteAsync(events, output => Frame(output, body => writeError(body, gate.Read(thrown, exchange.RequestId), exchange.RequestId))).ConfigureAwait(false);
        }
    }

    private static async Task PassOnAsync(Exchange exchange, RelayedAnswer answer, EventStreamAnswer events)
    {
        await foreach (var piece in answer.ReadAsync(exchange.Ended).ConfigureAwait(false))
        {
            await WriteAsync(events, output =>
            {
                if (answer.IsEventStream)
                {
                    output.Write(piece.Span);
                }
                else
                {
                    Frame(output, body => body.Write(piece.Span)); // status 200 and events were promised
                }
            }).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(EventStreamAnswer events, Action<IBufferWriter<byte>> write)
    {
        var output = await events.BeginWriteAsync().ConfigureAwait(false);
        try
        {
            write(output);
        }
        finally
        {
            await events.FlushAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A body as one event; one of several lines is one of several data lines.</summary>
    private static void Frame(IBufferWriter<byte> output, Action<IBufferWriter<byte>> write)
    {
        var body = new ArrayBufferWriter<byte>(256);
        write(body);
        foreach (var line in body.WrittenSpan.Split((byte)'\n'))
        {
            output.Write("data: "u8);
            output.Write(body.WrittenSpan[line].TrimEnd((byte)'\r'));
            output.Write("\n"u8);
        }

        output.Write("\n"u8);
    }
}
