using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>What answers the image calls of a channel.</summary>
internal interface IImageTarget
{
    Task<ImageGenerationResponse> GenerateAsync(ImageCall call, Attempt attempt);
}
