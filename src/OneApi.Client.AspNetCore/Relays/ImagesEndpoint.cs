using System.Buffers;
using Microsoft.AspNetCore.Http;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Serves <c>/v1/images/generations</c> and <c>/v1/images/edits</c>: read into the gateway's own words, so that every provider of images can stand behind.</summary>
internal sealed class ImagesEndpoint(IOneApiGateway gateway, Gate gate, Action<IBufferWriter<byte>, EndpointError, string> writeError)
{
    public Task GenerateAsync(HttpContext context) => gate.RunAsync(context, writeError, async (exchange, caller) =>
    {
        var body = await BodyReader.ReadJsonAsync(context, gate.Options.MaxBodyBytes, gate.Options.MaxJsonDepth).ConfigureAwait(false);
        await ServeAsync(exchange, caller, ImageReader.ReadJson(body, isEdit: false)).ConfigureAwait(false);
    });

    /// <summary>A form with files, or JSON with the images in it.</summary>
    public Task EditAsync(HttpContext context) => gate.RunAsync(context, writeError, async (exchange, caller) =>
    {
        var body = await BodyReader.ReadAsync(context, gate.Options.MaxMediaBodyBytes).ConfigureAwait(false);
        if (context.Request.HasJsonContentType())
        {
            BodyReader.CheckJson(body.Span, gate.Options.MaxJsonDepth);
            await ServeAsync(exchange, caller, ImageReader.ReadJson(body, isEdit: true)).ConfigureAwait(false);
            return;
        }

        var form = await FormFields.ReadAsync(body, context.Request.ContentType, withFiles: true, context.RequestAborted).ConfigureAwait(false);
        await ServeAsync(exchange, caller, ImageReader.ReadForm(form)).ConfigureAwait(false);
    });

    private async Task ServeAsync(Exchange exchange, CallerAtDoor caller, ImageBody image)
    {
        var options = image.Options;
        options.AccessToken = caller.Key;
        options.ClientAddress = caller.Address;
        options.ForwardedHeaders = caller.Headers;
        options.Group = caller.Group ?? options.Group;
        options.Fallbacks = caller.Fallbacks ?? options.Fallbacks;
        options.Progress = exchange.Progress;
        var response = await gateway.Images.GenerateAsync(image.Request, options, exchange.Ended).ConfigureAwait(false);
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        ImageWriter.Write(output, response, gate.Time.GetUtcNow());
        await exchange.AnswerAsync(output.WrittenMemory).ConfigureAwait(false);
    }
}
