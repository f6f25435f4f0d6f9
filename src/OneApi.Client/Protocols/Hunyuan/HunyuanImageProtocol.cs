using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Images of Tencent Hunyuan on its native wire: the small synchronous action, and jobs that are polled (protocols/hunyuan.md §10).</summary>
internal sealed class HunyuanImageProtocol : ImageProtocol
{
    private const string Version = "2023-09-01";
    private const int MaxJobImages = 4;
    private static readonly PollPlan Plan = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), PollsPerStep: 3);

    public override string Name => "hunyuan-images";

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => HunyuanImageReader.ReadFault(status, body);

    public override OneApiException? FindError(WireReply reply, ImageRequest request) => HunyuanImageReader.FindError(reply, request);

    public override Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport)
    {
        HunyuanImageWriter.Check(request);
        if (request.Model.Contains("lite", StringComparison.OrdinalIgnoreCase))
        {
            return transport.RepeatAsync(request, request.Count, (one, own, _) => AskAsync(one, own));
        }

        var jobs = (request.Count + MaxJobImages - 1) / MaxJobImages;

        // The vendor runs one job at a time unless more were bought, and refuses the others.
        return transport.RepeatAsync(request, jobs, (one, own, index) => RunAsync(one, Math.Min(MaxJobImages, request.Count - (index * MaxJobImages)), own), atOnce: 1);
    }

    private static async Task<ImageGenerationResponse> AskAsync(ImageRequest request, IImageTransport transport)
    {
        var message = WireMessage.Json(UrlOf(request), writer => HunyuanImageWriter.WriteLite(writer, request));
        using var reply = await transport.SendAsync(Action(message, "TextToImageLite")).ConfigureAwait(false);
        return HunyuanImageReader.ReadLite(reply, request);
    }

    private static async Task<ImageGenerationResponse> RunAsync(ImageRequest request, int count, IImageTransport transport)
    {
        var submit = WireMessage.Json(UrlOf(request), writer => HunyuanImageWriter.WriteJob(writer, request, count));
        string id;
        using (var reply = await transport.SendAsync(Action(submit, "SubmitHunyuanImageJob")).ConfigureAwait(false))
        {
            id = HunyuanImageReader.ReadJobId(reply, request);
        }

        var query = WireMessage.Json(UrlOf(request), writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("JobId"u8, id);
            writer.WriteEndObject();
        });
        return await transport.PollAsync(Action(query, "QueryHunyuanImageJob"), Plan, reply => HunyuanImageReader.ReadJob(reply, request)).ConfigureAwait(false);
    }

    private static string UrlOf(ImageRequest request) => request.Endpoint.BaseUrl + "/";

    private static WireMessage Action(WireMessage message, string action) => message with { Headers = [new("X-TC-Action", action), new("X-TC-Version", Version)] };
}
