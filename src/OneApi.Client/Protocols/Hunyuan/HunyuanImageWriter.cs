using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Writes the bodies of the image actions. Settings in the vendor's own words are AdditionalProperties (<c>Style</c>, <c>Seed</c>, <c>LogoAdd</c>, …).</summary>
internal static class HunyuanImageWriter
{
    public static void Check(ImageRequest request)
    {
        if (request.Originals.Count > 0)
        {
            throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), "The model does not edit images.");
        }

        if (request.Options?.MediaType is not null)
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.MediaType), "The format of the images can't be chosen here.");
        }
    }

    public static void WriteLite(Utf8JsonWriter writer, ImageRequest request)
    {
        Begin(writer, request);
        if (!request.Extras.Has("RspImgType"))
        {
            writer.WriteString("RspImgType"u8, request.WantsData ? "base64"u8 : "url"u8);
        }

        End(writer, request);
    }

    public static void WriteJob(Utf8JsonWriter writer, ImageRequest request, int count)
    {
        Begin(writer, request);
        if (request.Options?.Count is not null && !request.Extras.Has("Num"))
        {
            writer.WriteNumber("Num"u8, count);
        }

        End(writer, request);
    }

    private static void Begin(Utf8JsonWriter writer, ImageRequest request)
    {
        var raw = request.Extras;
        writer.WriteStartObject();
        if (!raw.Has("Prompt"))
        {
            writer.WriteString("Prompt"u8, request.Prompt);
        }

        if (request.Size is { } size && !raw.Has("Resolution"))
        {
            writer.WriteString("Resolution"u8, ImageSizes.Text(size, ':'));
        }
    }

    private static void End(Utf8JsonWriter writer, ImageRequest request)
    {
        request.Extras.WriteAll(writer);
        writer.WriteEndObject();
    }
}
