using System.Buffers;
using Microsoft.AspNetCore.Http;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Serves <c>/v1/embeddings</c>: passed on where the channel speaks OpenAI's wire, else translated.</summary>
internal sealed class EmbeddingsEndpoint(IOneApiGateway gateway, Gate gate, Action<IBufferWriter<byte>, EndpointError, string> writeError)
{
    public Task HandleAsync(HttpContext context) => gate.RunAsync(context, writeError, ServeAsync);

    private async Task ServeAsync(Exchange exchange, CallerAtDoor caller)
    {
        var body = await BodyReader.ReadJsonAsync(exchange.Context, gate.Options.MaxBodyBytes, gate.Options.MaxJsonDepth).ConfigureAwait(false);
        var request = EmbeddingReader.Read(body);
        var options = request.Options;
        options.AccessToken = caller.Key;
        options.ClientAddress = caller.Address;
        options.ForwardedHeaders = caller.Headers;
        options.Group = caller.Group ?? options.Group;
        options.Fallbacks = caller.Fallbacks ?? options.Fallbacks;
        options.Progress = exchange.Progress;

        var embeddings = await gateway.Embeddings.GenerateAsync(request.Texts, options, exchange.Ended).ConfigureAwait(false);
        if (embeddings.GetOneApiWireBytes() is { Wire: Wires.Embeddings } relayed)
        {
            await exchange.AnswerAsync(relayed.Bytes).ConfigureAwait(false);
            return;
        }

        var output = new ArrayBufferWriter<byte>(16 * 1024);
        EmbeddingWriter.Write(output, embeddings, request.AsBase64, exchange.Progress.Model ?? options.ModelId!, exchange.Progress.Record?.Usage);
        await exchange.AnswerAsync(output.WrittenMemory).ConfigureAwait(false);
    }
}
