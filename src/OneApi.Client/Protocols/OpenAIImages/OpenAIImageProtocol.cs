using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.OpenAIImages;

/// <summary>OpenAI's images, and those of the servers that make them in the same way (protocols/images.md §1).</summary>
internal sealed class OpenAIImageProtocol : ImageProtocol
{
    public override string Name => "openai-images";

    public override bool GivesOnlyData(ImageRequest request) => ProfileOf(request).DataOnly;

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => OpenAIErrorReader.Read(status, body);

    public override Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport)
    {
        var profile = ProfileOf(request);
        OpenAIImageCheck.Check(request, profile);
        if (request.Count <= profile.MaxCount)
        {
            return AskAsync(request, profile, request.Count, transport);
        }

        var calls = (request.Count + profile.MaxCount - 1) / profile.MaxCount;
        return transport.RepeatAsync(request, calls, (one, own, index) => AskAsync(one, profile, Math.Min(profile.MaxCount, request.Count - (index * profile.MaxCount)), own));
    }

    private static ImageProfile ProfileOf(ImageRequest request) => request.Endpoint.ImageProfile.For(request.Model);

    private static async Task<ImageGenerationResponse> AskAsync(ImageRequest request, ImageProfile profile, int count, IImageTransport transport)
    {
        using var reply = await transport.SendAsync(Message(request, profile, count)).ConfigureAwait(false);
        return OpenAIImageReader.Read(reply, request, profile);
    }

    private static WireMessage Message(ImageRequest request, ImageProfile profile, int count)
    {
        var members = OpenAIImageMembers.Of(request, profile, count);
        var url = request.Endpoint.BaseUrl + profile.Path;
        if (request.Originals.Count == 0 || profile.Edits == ImageEdits.Member)
        {
            return WireMessage.Json(url, writer => OpenAIImageWriter.Write(writer, request, profile, members));
        }

        var edits = request.Endpoint.BaseUrl + "/images/edits";
        return profile.Edits == ImageEdits.TypedJson || (profile.Edits == ImageEdits.FormOrJson && request.Originals.Any(static image => image is not DataContent))
            ? WireMessage.Json(edits, writer => OpenAIImageWriter.Write(writer, request, profile, members))
            : WireMessage.Form(edits, OpenAIImageForm.Write(request, members));
    }
}
