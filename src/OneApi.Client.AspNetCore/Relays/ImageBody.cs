using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>What was read out of a request for images.</summary>
/// <param name="Request">The prompt, and the images to begin with.</param>
/// <param name="Options">The options; the endpoint adds who calls.</param>
internal sealed record ImageBody(ImageGenerationRequest Request, OneApiImageGenerationOptions Options);
