using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Writes <c>:predict</c>. Settings in the vendor's words are members of <c>parameters</c>; the reason of a filter is always asked for.</summary>
internal static class ImagenWriter
{
    private static readonly string[] Proportions = ["1:1", "3:4", "4:3", "9:16", "16:9"];

    public static void Check(ImageRequest request)
    {
        if (request.Originals.Count > 0)
        {
            throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), "The model does not edit images here.");
        }

        if (request.Size is { } size && !request.Extras.Has("aspectRatio") && ImageSizes.SameAs(size, Proportions) is null)
        {
            throw request.Refuse(nameof(ImageGenerationOptions.ImageSize), "The provider makes images of these proportions only: " + string.Join(", ", Proportions) + ".");
        }
    }

    public static void Write(Utf8JsonWriter writer, ImageRequest request, int count)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("instances"u8);
        writer.WriteStartObject();
        writer.WriteString("prompt"u8, request.Prompt);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("parameters"u8);
        WriteParameters(writer, request, count);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter writer, ImageRequest request, int count)
    {
        var raw = request.Extras;
        if (!raw.Has("sampleCount"))
        {
            writer.WriteNumber("sampleCount"u8, count);
        }

        if (request.Size is { } size && !raw.Has("aspectRatio"))
        {
            writer.WriteString("aspectRatio"u8, ImageSizes.SameAs(size, Proportions));
            request.Warnings.Adjusted(nameof(ImageGenerationOptions.ImageSize), "The provider takes a proportion and chooses the size itself.");
        }

        if (request.Options?.MediaType is { } mediaType && !raw.Has("outputOptions"))
        {
            writer.WriteStartObject("outputOptions"u8);
            writer.WriteString("mimeType"u8, mediaType);
            writer.WriteEndObject();
        }

        if (!raw.Has("includeRaiReason"))
        {
            writer.WriteBoolean("includeRaiReason"u8, true);
        }

        raw.WriteAll(writer);
    }
}
