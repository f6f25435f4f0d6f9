using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Stability;

/// <summary>The old engines: JSON both ways, several images a call are not asked for (protocols/images.md §4).</summary>
internal static class StabilityEngine
{
    public static void Write(Utf8JsonWriter writer, ImageRequest request)
    {
        if (request.Originals.Count > 0)
        {
            throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), "The model does not edit images.");
        }

        var raw = request.Extras;
        writer.WriteStartObject();
        if (!raw.Has("text_prompts"))
        {
            writer.WriteStartArray("text_prompts"u8);
            writer.WriteStartObject();
            writer.WriteString("text"u8, request.Prompt);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        if (request.Size is { } size && !raw.Has("width") && !raw.Has("height"))
        {
            writer.WriteNumber("width"u8, size.Width);
            writer.WriteNumber("height"u8, size.Height);
        }

        raw.WriteAll(writer);
        writer.WriteEndObject();
    }

    public static ImageGenerationResponse Read(WireReply reply, ImageRequest request)
    {
        using var document = reply.ToJson();
        var items = new ImageItems(request);
        foreach (var artifact in document.RootElement.Member("artifacts").Items())
        {
            var finish = artifact.Text("finishReason");
            if (finish is "CONTENT_FILTERED")
            {
                items.Filtered();
            }
            else if (finish is "ERROR" || artifact.Member("base64").Base64() is not { } data)
            {
                items.Failed(new(reply.Status, finish, null, "An image failed."));
            }
            else
            {
                items.Add(ImageContents.OfData(data, null, StabilityReader.Facts(artifact.Text("seed"), finish)));
            }
        }

        return new(items.Complete());
    }
}
