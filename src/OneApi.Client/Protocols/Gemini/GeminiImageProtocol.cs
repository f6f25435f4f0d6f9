using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Google's images: Imagen by <c>:predict</c>, and the Gemini models that draw, which are a chat (protocols/images.md §2, §3).</summary>
internal sealed class GeminiImageProtocol : ImageProtocol
{
    private const int MaxSamples = 4;
    private readonly GeminiChatProtocol _chat = new();

    public override string Name => "gemini-images";

    public override bool GivesOnlyData(ImageRequest request) => true;

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body)
    {
        var fault = GeminiErrorReader.Read(status, body);
        return status == 400 && ImagenReader.IsRefusal(fault.Message) ? fault with { Code = "content_filter" } : fault;
    }

    public override Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport)
    {
        if (!GeminiModel.Of(request.Model).Name.StartsWith("imagen", StringComparison.Ordinal))
        {
            return transport.RepeatAsync(request, request.Count, (one, own, _) => ChatAsync(one, own));
        }

        ImagenWriter.Check(request);
        var calls = (request.Count + MaxSamples - 1) / MaxSamples;
        return transport.RepeatAsync(request, calls, (one, own, index) => PredictAsync(one, Math.Min(MaxSamples, request.Count - (index * MaxSamples)), own));
    }

    private static async Task<ImageGenerationResponse> PredictAsync(ImageRequest request, int count, IImageTransport transport)
    {
        var url = GeminiModel.Url(request.Endpoint, request.Model, ":predict");
        using var reply = await transport.SendAsync(WireMessage.Json(url, writer => ImagenWriter.Write(writer, request, count))).ConfigureAwait(false);
        return ImagenReader.Read(reply, request, count);
    }

    /// <summary>The pictures of an answer; what the model says beside them is left out.</summary>
    private async Task<ImageGenerationResponse> ChatAsync(ImageRequest request, IImageTransport transport)
    {
        var chat = GeminiImageChat.Of(request);
        using var reply = await transport.SendAsync(WireMessage.Json(_chat.GetChatUrl(chat), writer => _chat.WriteChat(writer, chat))).ConfigureAwait(false);
        var answer = _chat.ReadChat(reply.Span, chat);
        var items = new ImageItems(request);
        foreach (var content in answer.Messages.SelectMany(static message => message.Contents))
        {
            if (content is DataContent data && data.HasTopLevelMediaType("image"))
            {
                items.Add(data);
            }
        }

        return new(items.Complete()) { Usage = answer.Usage };
    }
}
