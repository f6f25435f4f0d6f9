using System.Buffers;
using Microsoft.AspNetCore.Http;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Serves one operation whose bytes are passed on: speech, transcriptions, translations, moderations, rerank.</summary>
/// <param name="operation">One of <see cref="RelayOperations"/>.</param>
/// <param name="gateway">The gateway.</param>
/// <param name="gate">What is around every endpoint.</param>
/// <param name="writeError">How an error is written.</param>
internal sealed class RelayEndpoint(string operation, IOneApiGateway gateway, Gate gate, Action<IBufferWriter<byte>, EndpointError, string> writeError)
{
    private readonly RelayReader _reader = new(operation);

    public Task HandleAsync(HttpContext context) => gate.RunAsync(context, writeError, ServeAsync);

    private async Task ServeAsync(Exchange exchange, CallerAtDoor caller)
    {
        var (request, wantsEvents) = await ReadAsync(exchange.Context).ConfigureAwait(false);
        request.AccessToken = caller.Key;
        request.ClientAddress = caller.Address;
        request.ForwardedHeaders = caller.Headers;
        request.Group = caller.Group ?? request.Group;
        request.Fallbacks = caller.Fallbacks ?? request.Fallbacks;
        request.Progress = exchange.Progress;
        if (wantsEvents)
        {
            await new RelayEventAnswer(gateway, gate, writeError).ServeAsync(exchange, request).ConfigureAwait(false);
            return;
        }

        var answer = await gateway.RelayAsync(request, exchange.Ended).ConfigureAwait(false);
        await using var held = answer.ConfigureAwait(false);
        await RelayAnswer.WriteAsync(exchange, answer).ConfigureAwait(false);
    }

    private async Task<(RelayRequest Request, bool WantsEvents)> ReadAsync(HttpContext context)
    {
        if (RelayReader.TakesForm(operation))
        {
            var form = await BodyReader.ReadAsync(context, gate.Options.MaxMediaBodyBytes).ConfigureAwait(false);
            return await _reader.ReadFormAsync(form, context.Request.ContentType, context.RequestAborted).ConfigureAwait(false);
        }

        var body = await BodyReader.ReadJsonAsync(context, gate.Options.MaxBodyBytes, gate.Options.MaxJsonDepth).ConfigureAwait(false);
        return _reader.ReadJson(body);
    }
}
