using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>The chat that an image request is to a Gemini model: the images to begin with, the prompt, and the wish for a picture.</summary>
internal static class GeminiImageChat
{
    public static ChatRequest Of(ImageRequest request)
    {
        if (request.Options?.MediaType is not (null or "image/png"))
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.MediaType), "The format of the images can't be chosen here.");
        }

        var extras = request.Options?.AdditionalProperties is { } own ? new AdditionalPropertiesDictionary(own) : [];
        extras.TryAdd("responseModalities", new JsonArray("TEXT", "IMAGE"));
        if (request.Size is { } size && !extras.ContainsKey("imageConfig"))
        {
            extras["imageConfig"] = new JsonObject { ["aspectRatio"] = ImageSizes.Proportion(size) };
            request.Warnings.Adjusted(nameof(ImageGenerationOptions.ImageSize), "The provider takes a proportion and chooses the size itself.");
        }

        return new()
        {
            Messages = [new(ChatRole.User, [.. request.Originals, new TextContent(request.Prompt)])],
            Options = new() { ModelId = request.Model, AdditionalProperties = extras },
            Model = request.Model,
            Streaming = false,
            Raw = request.Raw,
            Endpoint = request.Endpoint,
            Warnings = request.Warnings,
            Strict = request.Strict,
        };
    }
}
