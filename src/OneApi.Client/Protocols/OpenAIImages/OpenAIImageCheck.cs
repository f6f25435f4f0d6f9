using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAIImages;

/// <summary>What a model can't do: refused before anything is sent, or told as a warning.</summary>
internal static class OpenAIImageCheck
{
    public static void Check(ImageRequest request, ImageProfile profile)
    {
        CheckOriginals(request, profile);
        if (request.Options?.MediaType is { } mediaType && (profile.FormatField is null || ImageContents.FormatOf(mediaType) is null))
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.MediaType), "The format of the images can't be chosen here.");
        }
    }

    private static void CheckOriginals(ImageRequest request, ImageProfile profile)
    {
        if (request.Originals.Count == 0)
        {
            return;
        }

        if (profile.Edits == ImageEdits.None)
        {
            throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), "The model does not edit images.");
        }

        if (request.Originals.Count > profile.MaxOriginals)
        {
            throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), $"The model takes at most {profile.MaxOriginals}.");
        }

        foreach (var image in request.Originals)
        {
            var fits = image switch
            {
                DataContent => true,
                UriContent => profile.Edits != ImageEdits.Form, // we fetch nothing that a caller names
                HostedFileContent => profile.Edits == ImageEdits.FormOrJson,
                _ => false,
            };
            if (!fits)
            {
                throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), "The provider takes images here as data only.");
            }
        }
    }
}
