using System.Buffers;
using Microsoft.AspNetCore.Http;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Dialects.Messages;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Serves <c>/v1/messages/count_tokens</c>: counted here, no provider is asked and nothing is charged.</summary>
internal sealed class TokenCountEndpoint(ChatDialect dialect, IOneApiGateway gateway, Gate gate)
{
    public Task HandleAsync(HttpContext context) => gate.RunAsync(context, dialect.WriteError, async (exchange, _) =>
    {
        var body = await BodyReader.ReadJsonAsync(context, gate.Options.MaxBodyBytes, gate.Options.MaxJsonDepth).ConfigureAwait(false);
        var chat = MessagesTokenCount.Read(body);
        var output = new ArrayBufferWriter<byte>(64);
        MessagesTokenCount.Write(output, gateway.CountTokens(chat.Messages, chat.Options, chat.Options.ModelId));
        await exchange.AnswerAsync(output.WrittenMemory).ConfigureAwait(false);
    });
}
