using System.Globalization;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Stability;

/// <summary>What Stability refuses before it makes anything (protocols/images.md §4).</summary>
internal static class StabilityCheck
{
    private const int MaxBytes = 10 * 1024 * 1024;
    private const long MaxSeed = 4294967294;
    private static readonly string[] Proportions = ["16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"];
    private static readonly string[] Formats = ["png", "jpeg", "webp"];
    private static readonly string[] WithoutPrompt = ["erase", "outpaint", "remove-background", "fast"];

    public static MultipartForm Check(FakeRequest request)
    {
        if (request.Headers.GetValueOrDefault("Accept") is not ("image/*" or "application/json"))
        {
            throw RequestRefusedException.Invalid("accept: must be one of 'image/*' or 'application/json'");
        }

        var form = MultipartForm.Read(request) ?? throw RequestRefusedException.Invalid("content-type: must be multipart/form-data");
        if (request.Body.Length > MaxBytes)
        {
            throw RequestRefusedException.Invalid("payload too large", code: "payload_too_large");
        }

        var operation = request.Path[(request.Path.LastIndexOf('/') + 1)..];
        if (!WithoutPrompt.Contains(operation) && form.Text("prompt") is not { Length: >= 1 and <= 10_000 })
        {
            throw RequestRefusedException.Invalid("prompt: must be between 1 and 10000 characters");
        }

        RequireOneOf(form, "aspect_ratio", Proportions);
        RequireOneOf(form, "output_format", Formats);
        CheckSeed(form);
        CheckImage(form, request.Path, operation);

        return form;
    }

    public static long SeedOf(MultipartForm form) => long.TryParse(form.Text("seed"), CultureInfo.InvariantCulture, out var seed) && seed > 0 ? seed : 1234567;

    /// <summary>A megapixel in the proportion that was asked for, in small.</summary>
    public static (int Width, int Height) SizeOf(MultipartForm form)
    {
        var (width, height) = ImageSize.Parse(form.Text("aspect_ratio"), ':') ?? (1, 1);

        return (width * 64, height * 64);
    }

    private static void CheckSeed(MultipartForm form)
    {
        if (form.Text("seed") is { } seed && !(long.TryParse(seed, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= MaxSeed))
        {
            throw RequestRefusedException.Invalid("seed: must be between 0 and 4294967294");
        }
    }

    private static void CheckImage(MultipartForm form, string path, string operation)
    {
        var image = form.File("image");
        if (image is null && !path.Contains("/generate/", StringComparison.Ordinal))
        {
            throw RequestRefusedException.Invalid("image: is required");
        }

        if (image is null)
        {
            return;
        }

        if (!SamplePng.IsPng(image.Data))
        {
            throw RequestRefusedException.Invalid("image: is not a supported image");
        }

        if (operation is "sd3" or "ultra" && form.Text("strength") is null)
        {
            throw RequestRefusedException.Invalid("strength: is required when image is given");
        }

        if (operation == "sd3" && (form.Text("mode") != "image-to-image" || form.Text("aspect_ratio") is not null))
        {
            throw RequestRefusedException.Invalid("aspect_ratio: is not allowed with image-to-image");
        }
    }

    private static void RequireOneOf(MultipartForm form, string name, string[] values)
    {
        if (form.Text(name) is { } value && !values.Contains(value))
        {
            throw RequestRefusedException.Invalid($"{name}: must be one of {string.Join(", ", values)}");
        }
    }
}
