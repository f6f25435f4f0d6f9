using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.WebUI;

/// <summary>Stable Diffusion WebUI, AUTOMATIC1111 and Forge (protocols/images.md §5). One call lasts until the images are made.</summary>
internal sealed class WebUIImageProtocol : ImageProtocol
{
    public override string Name => "sd-webui";

    public override bool GivesOnlyData(ImageRequest request) => true;

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => WebUIErrorReader.Read(status, body);

    public override Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport)
    {
        var task = request.Raw?["force_task_id"]?.ToString() ?? $"task(oneapi-{RandomNumberGenerator.GetHexString(16, lowercase: true)})";
        return transport.WhileWantedAsync(() => AskAsync(request, task, transport), abandon => InterruptAsync(request, task, abandon));
    }

    private static async Task<ImageGenerationResponse> AskAsync(ImageRequest request, string task, IImageTransport transport)
    {
        var url = request.Endpoint.BaseUrl + (request.Originals.Count == 0 ? "/sdapi/v1/txt2img" : "/sdapi/v1/img2img");
        using var reply = await transport.SendAsync(WireMessage.Json(url, writer => WebUIRequestWriter.Write(writer, request, task))).ConfigureAwait(false);
        return WebUIReader.Read(reply, request);
    }

    /// <summary>The server knows one job at a time and does not look at who interrupts it: it is stopped only while it is ours.</summary>
    private static async Task InterruptAsync(ImageRequest request, string task, IImageTransport transport)
    {
        var root = request.Endpoint.BaseUrl + "/sdapi/v1";
        using var reply = await transport.SendAsync(WireMessage.Get(root + "/progress?skip_current_image=true")).ConfigureAwait(false);
        using var progress = reply.ToJson();
        if (progress.RootElement.Text("current_task") == task)
        {
            (await transport.SendAsync(WireMessage.Post(root + "/interrupt")).ConfigureAwait(false)).Dispose();
        }
    }
}
