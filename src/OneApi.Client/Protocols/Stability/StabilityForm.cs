using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Stability;

/// <summary>Writes the form of one call. The caller's own words in AdditionalProperties are fields; data among them is a file (<c>mask</c>).</summary>
internal static class StabilityForm
{
    private const string DefaultStrength = "0.65";
    private static readonly string[] Proportions = ["16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"];

    public static FormWriter Write(ImageRequest request, StabilityOperation operation)
    {
        var raw = request.Extras;
        var form = new FormWriter();
        if (request.Prompt.Length > 0 && !raw.Has("prompt"))
        {
            form.Text("prompt", request.Prompt);
        }

        if (operation.Model is { } model)
        {
            form.Text("model", model);
        }

        WriteImage(form, request, operation, raw);
        WriteProportion(form, request, operation, raw);
        WriteFormat(form, request, raw);
        WriteExtras(form, request);
        return form;
    }

    private static void WriteImage(FormWriter form, ImageRequest request, StabilityOperation operation, RawMembers raw)
    {
        if (request.Originals.Count == 0)
        {
            return;
        }

        if (!operation.TakesImage || request.Originals is not [DataContent image])
        {
            throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), operation.TakesImage ? "The provider takes one image, as data." : "The model does not edit images.");
        }

        form.File("image", ImageContents.FileNameOf(image, "image"), image.MediaType, image.Data.Span);
        if (operation.IsSd3 && !raw.Has("mode"))
        {
            form.Text("mode", "image-to-image");
        }

        // Required with an image by those two, and there is no default of the vendor's.
        if ((operation.IsSd3 || operation.Path.EndsWith("/ultra", StringComparison.Ordinal)) && !raw.Has("strength"))
        {
            form.Text("strength", DefaultStrength);
            request.Warnings.Adjusted("strength", $"The provider must be told how much to change the image; {DefaultStrength} was sent.");
        }
    }

    private static void WriteProportion(FormWriter form, ImageRequest request, StabilityOperation operation, RawMembers raw)
    {
        if (request.Size is not { } size || raw.Has("aspect_ratio"))
        {
            return;
        }

        if (!operation.TakesProportion)
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.ImageSize), "The size follows from the image that the call begins with.");
            return;
        }

        var proportion = ImageSizes.SameAs(size, Proportions)
            ?? throw request.Refuse(nameof(ImageGenerationOptions.ImageSize), "The provider makes images of these proportions only: " + string.Join(", ", Proportions) + ".");
        form.Text("aspect_ratio", proportion);
        request.Warnings.Adjusted(nameof(ImageGenerationOptions.ImageSize), "The provider takes a proportion and chooses the size itself.");
    }

    private static void WriteFormat(FormWriter form, ImageRequest request, RawMembers raw)
    {
        if (request.Options?.MediaType is null || raw.Has("output_format"))
        {
            return;
        }

        if (ImageContents.FormatOf(request.Options.MediaType) is { } format)
        {
            form.Text("output_format", format);
        }
        else
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.MediaType), "The provider makes PNG, JPEG and WebP only.");
        }
    }

    private static void WriteExtras(FormWriter form, ImageRequest request)
    {
        foreach (var (name, value) in request.Raw ?? [])
        {
            form.Text(name, JsonWrite.Text(value));
        }

        foreach (var (name, value) in request.Options?.AdditionalProperties ?? [])
        {
            if (request.Raw?.ContainsKey(name) == true || value is null)
            {
                continue;
            }

            if (value is DataContent file)
            {
                form.File(name, ImageContents.FileNameOf(file, name), file.MediaType, file.Data.Span);
            }
            else
            {
                form.Text(name, JsonWrite.Text(value));
            }
        }
    }
}
