using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Reads predictions. Fewer than were asked for, and none at all, means that the others were filtered.</summary>
internal static class ImagenReader
{
    public static ImageGenerationResponse Read(WireReply reply, ImageRequest request, int count)
    {
        using var document = reply.ToJson();
        GeminiErrors.ThrowIfError(request.Endpoint, reply.Status, document.RootElement.Member("error"));
        var items = new ImageItems(request);
        var seen = 0;
        foreach (var prediction in document.RootElement.Member("predictions").Items())
        {
            seen++;
            if (prediction.Member("bytesBase64Encoded").Base64() is { } data)
            {
                items.Add(ImageContents.OfData(data, prediction.Text("mimeType"), prediction.Others("bytesBase64Encoded", "mimeType")));
            }
            else
            {
                items.Filtered();
            }
        }

        for (; seen < count; seen++)
        {
            items.Filtered();
        }

        return new(items.Complete());
    }

    public static bool IsRefusal(string? message) =>
        message is not null
        && (message.Contains("Responsible AI", StringComparison.OrdinalIgnoreCase)
            || message.Contains("usage guidelines", StringComparison.OrdinalIgnoreCase)
            || message.Contains("safety", StringComparison.OrdinalIgnoreCase));
}
