using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Replicate;

/// <summary>Writes the input. Its names are each model's own; the usual ones are written, and what the caller says in AdditionalProperties wins.</summary>
internal static class ReplicateInput
{
    public static void Check(ImageRequest request)
    {
        if (request.Originals.Count > 1 || request.Originals.Any(static image => ImageContents.AddressOf(image) is null))
        {
            throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), "One image is taken, as data or as an address; give others in AdditionalProperties under the model's own names.");
        }

        var raw = request.Extras;
        if (request.Size is not null && !raw.Has("aspect_ratio") && !raw.Has("width"))
        {
            request.Warnings.Adjusted(nameof(ImageGenerationOptions.ImageSize), "The proportion was sent as aspect_ratio; give the model's own inputs in AdditionalProperties where it has others.");
        }

        if (request.Options?.MediaType is { } mediaType && ImageContents.FormatOf(mediaType) is null)
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.MediaType), "The format of the images can't be chosen so.");
        }
    }

    /// <summary>Not every model can make several, so each image is a prediction, unless the caller says the count in the model's own words.</summary>
    public static int RunsOf(ImageRequest request) => request.Extras.Has("num_outputs") ? 1 : request.Count;

    public static void Write(Utf8JsonWriter writer, ImageRequest request)
    {
        var raw = request.Extras;
        writer.WriteStartObject();
        Text(writer, raw, "prompt", request.Prompt);
        if (request.Size is { } size && !raw.Has("width"))
        {
            Text(writer, raw, "aspect_ratio", ImageSizes.Proportion(size));
        }

        Text(writer, raw, "output_format", ImageContents.FormatOf(request.Options?.MediaType) is "jpeg" ? "jpg" : ImageContents.FormatOf(request.Options?.MediaType));
        Text(writer, raw, "image", request.Originals is [var image] ? ImageContents.AddressOf(image) : null);
        raw.WriteAll(writer);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, RawMembers raw, string name, string? value)
    {
        if (value is not null && !raw.Has(name))
        {
            writer.WriteString(name, value);
        }
    }
}
