using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Dialects;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Serves chat calls of one dialect: whole, or as a stream that is passed on as it comes.</summary>
internal sealed class ChatEndpoint(ChatDialect dialect, IOneApiGateway gateway, Gate gate)
{
    private static readonly byte[] Continued = ": x-oneapi-continued\n\n"u8.ToArray();

    public Task HandleAsync(HttpContext context) => gate.RunAsync(context, dialect.WriteError, ServeAsync);

    private async Task ServeAsync(Exchange exchange, CallerAtDoor caller)
    {
        var body = await BodyReader.ReadJsonAsync(exchange.Context, gate.Options.MaxBodyBytes, gate.Options.MaxJsonDepth).ConfigureAwait(false);
        var chat = dialect.Read(await dialect.RecallAsync(body, caller.TokenId, exchange.Ended).ConfigureAwait(false));
        if (chat.Messages.Count > gate.Options.MaxMessages)
        {
            throw EndpointException.Invalid("messages", $"There are {chat.Messages.Count} messages; at most {gate.Options.MaxMessages} can be.", "too_many_messages");
        }

        dialect.ReadHeaders(chat, exchange.Context.Request.Headers);
        Fill(chat, exchange, caller);
        await (chat.Streaming ? StreamAsync(exchange, caller, chat) : AnswerAsync(exchange, caller, chat)).ConfigureAwait(false);
    }

    private void Fill(ChatBody chat, Exchange exchange, CallerAtDoor caller)
    {
        var options = chat.Options;
        options.AccessToken = caller.Key;
        options.ClientAddress = caller.Address;
        options.ForwardedHeaders = caller.Headers;
        options.Group = caller.Group ?? options.Group;
        options.Fallbacks = caller.Fallbacks ?? options.Fallbacks;
        options.Progress = exchange.Progress;
        options.WireRequest = dialect.Wire is { } wire && !chat.WireBody.IsEmpty ? new(wire, chat.WireBody) : null;
    }

    private async Task AnswerAsync(Exchange exchange, CallerAtDoor caller, ChatBody chat)
    {
        var response = await gateway.Chat.GetResponseAsync(chat.Messages, chat.Options, exchange.Ended).ConfigureAwait(false);
        if (response.RawRepresentation is WireBytes relayed && relayed.Wire == dialect.Wire)
        {
            await exchange.AnswerAsync(relayed.Bytes).ConfigureAwait(false);
            return;
        }

        var output = new ArrayBufferWriter<byte>(1024);
        dialect.WriteAnswer(output, response, chat);
        await dialect.KeepAsync(chat, caller.TokenId).ConfigureAwait(false);
        await exchange.AnswerAsync(output.WrittenMemory).ConfigureAwait(false);
    }

    private async Task StreamAsync(Exchange exchange, CallerAtDoor caller, ChatBody chat)
    {
        var answer = new EventStreamAnswer(exchange.Context, exchange.WriteHeaders, gate.Options, gate.Time);
        await using var held = answer.ConfigureAwait(false);
        var writer = dialect.CreateEventWriter(chat);
        try
        {
            await PassOnAsync(exchange, caller, chat, writer, answer).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // the boundary: whatever it is becomes the end of the stream, or an answer of its own
        catch (Exception thrown) when (thrown is not EndpointException)
#pragma warning restore CA1031
        {
            if (!await answer.EndAsync().ConfigureAwait(false))
            {
                throw;
            }

            var error = gate.Read(thrown, exchange.RequestId);
            var output = await answer.BeginWriteAsync().ConfigureAwait(false);
            writer.Fail(output, error, exchange.RequestId);
            await answer.FlushAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Writes what there is, and sends it before it waits for more.</summary>
    private async Task PassOnAsync(Exchange exchange, CallerAtDoor caller, ChatBody chat, ChatEventWriter writer, EventStreamAnswer answer)
    {
        var updates = gateway.Chat.GetStreamingResponseAsync(chat.Messages, chat.Options, exchange.Ended).GetAsyncEnumerator(exchange.Ended);
        await using var held = updates.ConfigureAwait(false);
        IBufferWriter<byte>? output = null;
        var isMarked = false;
        try
        {
            while (true)
            {
                var next = updates.MoveNextAsync();
                if (!next.IsCompleted && output is not null)
                {
                    output = null;
                    await answer.FlushAsync().ConfigureAwait(false);
                }

                if (!await next.ConfigureAwait(false))
                {
                    break;
                }

                output ??= await answer.BeginWriteAsync().ConfigureAwait(false);
                if (exchange.Progress.IsRescued && !isMarked)
                {
                    isMarked = true;
                    output.Write(Continued);
                }

                Write(output, writer, updates.Current);
            }

            output ??= await answer.BeginWriteAsync().ConfigureAwait(false);
            writer.Complete(output);
            await dialect.KeepAsync(chat, caller.TokenId).ConfigureAwait(false);
        }
        finally
        {
            if (output is not null)
            {
                await answer.FlushAsync().ConfigureAwait(false);
            }
        }
    }

    private void Write(IBufferWriter<byte> output, ChatEventWriter writer, ChatResponseUpdate update)
    {
        if (update.RawRepresentation is WireBytes relayed && relayed.Wire == dialect.Wire)
        {
            writer.Relay(output, relayed, update);
            return;
        }

        writer.Write(output, update);
    }
}
