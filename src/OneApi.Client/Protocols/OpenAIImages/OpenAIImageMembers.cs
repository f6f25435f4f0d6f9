using System.Globalization;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAIImages;

/// <summary>The members that options become: the same in JSON and in a form. A number stays one in JSON.</summary>
internal static class OpenAIImageMembers
{
    public static List<(string Name, object Value)> Of(ImageRequest request, ImageProfile profile, int count)
    {
        var raw = request.Extras;
        var members = new List<(string Name, object Value)>();
        Add(profile.CountField, count == 1 && request.Options?.Count is null ? null : count);
        AddSize(members, request, profile, raw);
        if (!profile.DataOnly)
        {
            Add(profile.ResponseFormatField, request.WantsUri ? "url" : request.WantsData ? profile.DataWord : null);
        }

        Add(profile.FormatField, ImageContents.FormatOf(request.Options?.MediaType));
        return members;

        void Add(string? name, object? value)
        {
            if (name is not null && value is not null && !raw.Has(name))
            {
                members.Add((name, value));
            }
        }
    }

    private static void AddSize(List<(string Name, object Value)> members, ImageRequest request, ImageProfile profile, RawMembers raw)
    {
        if (request.Size is not { } size)
        {
            return;
        }

        if (profile.SizeMembers)
        {
            if (!raw.Has("width") && !raw.Has("height") && !raw.Has("aspect_ratio"))
            {
                members.Add(("width", size.Width));
                members.Add(("height", size.Height));
            }
        }
        else if (profile.AspectField is { } aspect)
        {
            if (!raw.Has(aspect))
            {
                members.Add((aspect, ImageSizes.Proportion(size)));
                request.Warnings.Adjusted(nameof(ImageGenerationOptions.ImageSize), "The provider takes a proportion and chooses the size itself.");
            }
        }
        else if (profile.SizeField is { } name && !raw.Has(name))
        {
            members.Add((name, SizeText(request, size, profile)));
        }
    }

    private static string SizeText(ImageRequest request, System.Drawing.Size size, ImageProfile profile)
    {
        var asked = ImageSizes.Text(size);
        if (profile.Sizes.Length == 0 || profile.Sizes.Contains(asked))
        {
            return asked;
        }

        var nearest = ImageSizes.Nearest(size, profile.Sizes);
        request.Warnings.Adjusted(nameof(ImageGenerationOptions.ImageSize), string.Create(CultureInfo.InvariantCulture, $"The model does not make this size; the nearest that it makes is {nearest}."));
        return nearest;
    }
}
