using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Images of Tencent Hunyuan on its native wire: the small synchronous action, and jobs that are polled (protocols/hunyuan.md §10).</summary>
internal sealed class HunyuanImageProtocol : ImageProtocol
{
    private const string OnlyRegion = "ap-guangzhou";
    private const int MaxJobImages = 4;
    private const int LiteAtOnce = 3;
    private const int JobsAtOnce = 1;
    private static readonly PollPlan Plan = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), PollsPerStep: 3);

    public override string Name => "hunyuan-images";

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => HunyuanImageReader.ReadFault(status, body);

    public override OneApiException? FindError(WireReply reply, ImageRequest request) => HunyuanImageReader.FindError(reply, request);

    public override Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport)
    {
        HunyuanImageWriter.Check(request);

        // Without bought concurrency the vendor works at so many at once, and refuses the others.
        if (request.Model.Contains("lite", StringComparison.OrdinalIgnoreCase))
        {
            return transport.RepeatAsync(request, request.Count, (one, own, _) => AskAsync(one, own), LiteAtOnce);
        }

        var jobs = (request.Count + MaxJobImages - 1) / MaxJobImages;
        return transport.RepeatAsync(request, jobs, (one, own, index) => RunAsync(one, Math.Min(MaxJobImages, request.Count - (index * MaxJobImages)), own), JobsAtOnce);
    }

    private static async Task<ImageGenerationResponse> AskAsync(ImageRequest request, IImageTransport transport)
    {
        var message = WireMessage.Json(UrlOf(request), writer => HunyuanImageWriter.WriteLite(writer, request));
        using var reply = await transport.SendAsync(Action(message, "TextToImageLite", request)).ConfigureAwait(false);
        return HunyuanImageReader.ReadLite(reply, request);
    }

    private static async Task<ImageGenerationResponse> RunAsync(ImageRequest request, int count, IImageTransport transport)
    {
        var submit = WireMessage.Json(UrlOf(request), writer => HunyuanImageWriter.WriteJob(writer, request, count));
        string id;
        using (var reply = await transport.SendAsync(Action(submit, "SubmitHunyuanImageJob", request)).ConfigureAwait(false))
        {
            id = HunyuanImageReader.ReadJobId(reply, request);
        }

        var query = WireMessage.Json(UrlOf(request), writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("JobId"u8, id);
            writer.WriteEndObject();
        });
        return await transport.PollAsync(Action(query, "QueryHunyuanImageJob", request), Plan, reply => HunyuanImageReader.ReadJob(reply, request)).ConfigureAwait(false);
    }

    private static string UrlOf(ImageRequest request) => HunyuanAction.UrlOf(request.Endpoint);

    /// <summary>These actions want a region, and know one (https://cloud.tencent.com/document/api/1729/105969); the channel's own goes before it.</summary>
    private static WireMessage Action(WireMessage message, string action, ImageRequest request)
        => message with { Headers = [.. HunyuanAction.HeadersOf(action, request.Endpoint), new("X-TC-Region", OnlyRegion)] };
}
