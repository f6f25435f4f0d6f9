namespace OneApi.Client.Protocols.DashScope;

/// <summary>What a model's name says about its images: where they are asked for, and in which shape (protocols/qwen.md §1, §14).</summary>
/// <param name="Path">The path after the base.</param>
/// <param name="IsTask">Whether the answer is a task to poll.</param>
/// <param name="MaxCount">How many images one call makes.</param>
internal sealed record DashScopeImageModel(string Path, bool IsTask, int MaxCount)
{
    private const string Services = "/api/v1/services/aigc/";

    /// <summary>Gets the member of <c>input</c> that takes images to begin with; null where they stand among the message's items, or are not taken.</summary>
    public string? ImageMember { get; private init; }

    /// <summary>Gets a value indicating whether that member is a list.</summary>
    public bool TakesList { get; private init; }

    public bool TakesImages { get; private init; }

    public static DashScopeImageModel Of(ImageRequest request)
    {
        var name = request.Model.ToUpperInvariant();
        if (name.Contains("IMAGEEDIT", StringComparison.Ordinal))
        {
            return new(Services + "image2image/image-synthesis", IsTask: true, MaxCount: 4) { TakesImages = true, ImageMember = "base_image_url" };
        }

        if (name.Contains("I2I", StringComparison.Ordinal))
        {
            return new(Services + "image2image/image-synthesis", IsTask: true, MaxCount: 4) { TakesImages = true, ImageMember = "images", TakesList = true };
        }

        if (name is "QWEN-IMAGE" or "QWEN-IMAGE-PLUS")
        {
            return new(Services + "text2image/image-synthesis", IsTask: true, MaxCount: 1);
        }

        if (name.StartsWith("WAN", StringComparison.Ordinal) && !name.StartsWith("WAN2.6", StringComparison.Ordinal))
        {
            var takesOne = name.StartsWith("WANX-V1", StringComparison.Ordinal);
            return new(Services + "text2image/image-synthesis", IsTask: true, MaxCount: 4) { TakesImages = takesOne, ImageMember = "ref_img" };
        }

        return new(Services + "multimodal-generation/generation", IsTask: false, MaxCount: 1) { TakesImages = true };
    }
}
