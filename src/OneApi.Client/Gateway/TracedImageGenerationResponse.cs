using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>Images that know how they were made. Serialises as the plain response that it is.</summary>
internal sealed class TracedImageGenerationResponse : ImageGenerationResponse
{
    public TracedImageGenerationResponse(ImageGenerationResponse response)
        : base(response.Contents)
    {
        Usage = response.Usage;
        RawRepresentation = response.RawRepresentation;
    }

    public required UsageRecord Record { get; init; }

    public IReadOnlyList<OneApiWarning> Warnings { get; init; } = [];
}
