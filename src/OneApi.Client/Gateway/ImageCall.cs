using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>A call for images.</summary>
internal sealed class ImageCall : Call
{
    public required string Prompt { get; init; }

    public required IReadOnlyList<AIContent> Originals { get; init; }

    public ImageGenerationOptions? Options { get; init; }

    /// <summary>Gets the generator that the host called, for the options' raw representation.</summary>
    public required IImageGenerator Generator { get; init; }
}
