namespace OneApi.Client.Protocols.Stability;

/// <summary>Which endpoint a model's name stands for, and what that endpoint takes (protocols/images.md §4).</summary>
/// <param name="Path">The path after the base.</param>
/// <param name="Model">The value of the form's <c>model</c>, or null where there is none.</param>
/// <param name="TakesImage">Whether an image to begin with is taken.</param>
/// <param name="TakesProportion">Whether a proportion is taken; an image to begin with may rule it out.</param>
internal sealed record StabilityOperation(string Path, string? Model, bool TakesImage, bool TakesProportion)
{
    private const string Prefix = "stable-image-";
    private static readonly string[] Edits = ["erase", "inpaint", "outpaint", "search-and-replace", "search-and-recolor", "remove-background"];
    private static readonly string[] Controls = ["sketch", "structure", "style", "style-transfer"];
    private static readonly string[] Upscales = ["fast", "conservative", "creative"];

    /// <summary>Gets a value indicating whether it is one of the old engines, which speak JSON.</summary>
    public bool IsEngine { get; private init; }

    public bool IsSd3 => Model is not null;

    public static StabilityOperation Of(ImageRequest request)
    {
        var name = request.Model;
        if (name.StartsWith("sd3", StringComparison.OrdinalIgnoreCase))
        {
            return new("/v2beta/stable-image/generate/sd3", name, TakesImage: true, TakesProportion: request.Originals.Count == 0);
        }

        if (name.StartsWith("stable-diffusion-", StringComparison.OrdinalIgnoreCase))
        {
            return new($"/v1/generation/{Uri.EscapeDataString(name)}/text-to-image", null, TakesImage: false, TakesProportion: false) { IsEngine = true };
        }

        var word = name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name[Prefix.Length..] : name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return word switch
        {
            "core" => new("/v2beta/stable-image/generate/core", null, TakesImage: false, TakesProportion: true),
            "ultra" => new("/v2beta/stable-image/generate/ultra", null, TakesImage: true, TakesProportion: true),
            _ when Edits.Contains(word) => new("/v2beta/stable-image/edit/" + word, null, TakesImage: true, TakesProportion: false),
            _ when Controls.Contains(word) => new("/v2beta/stable-image/control/" + word, null, TakesImage: true, TakesProportion: word == "style"),
            _ when Upscales.Contains(word) => new("/v2beta/stable-image/upscale/" + word, null, TakesImage: true, TakesProportion: false),
            _ => throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ModelNotFound, "No endpoint of the provider goes by this name.", "model_not_found"),
        };
    }
}
