using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAIImages;

/// <summary>Writes a JSON request: a generation, or an edit whose images are addresses.</summary>
internal static class OpenAIImageWriter
{
    public static void Write(Utf8JsonWriter writer, ImageRequest request, ImageProfile profile, List<(string Name, object Value)> members)
    {
        var raw = request.Extras;
        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        if (!raw.Has("prompt"))
        {
            writer.WriteString("prompt"u8, request.Prompt);
        }

        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            JsonWrite.Value(writer, value);
        }

        WriteOriginals(writer, request, profile);
        if (WriteMask(writer, request))
        {
            raw.WriteAll(writer, "model", "mask");
        }
        else
        {
            raw.WriteAll(writer, "model");
        }

        writer.WriteEndObject();
    }

    private static void WriteOriginals(Utf8JsonWriter writer, ImageRequest request, ImageProfile profile)
    {
        if (request.Originals.Count == 0 || request.Extras.Has(profile.Edits == ImageEdits.Member ? profile.EditMember : "images"))
        {
            return; // none, or the caller named them in the provider's own words
        }

        if (profile.Edits == ImageEdits.Member)
        {
            WriteMember(writer, request, profile.EditMember);
            return;
        }

        writer.WriteStartArray("images"u8);
        foreach (var image in request.Originals)
        {
            writer.WriteStartObject();
            WriteImage(writer, image, profile.Edits == ImageEdits.TypedJson);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>One image is a text, several are a list.</summary>
    private static void WriteMember(Utf8JsonWriter writer, ImageRequest request, string member)
    {
        writer.WritePropertyName(member);
        if (request.Originals is [var only])
        {
            writer.WriteStringValue(ImageContents.AddressOf(only));
            return;
        }

        writer.WriteStartArray();
        foreach (var image in request.Originals)
        {
            writer.WriteStringValue(ImageContents.AddressOf(image));
        }

        writer.WriteEndArray();
    }

    private static void WriteImage(Utf8JsonWriter writer, AIContent image, bool isTyped)
    {
        if (isTyped)
        {
            writer.WriteString("type"u8, "image_url"u8);
            writer.WriteString("url"u8, ImageContents.AddressOf(image));
            return;
        }

        if (image is HostedFileContent file)
        {
            writer.WriteString("file_id"u8, file.FileId);
            return;
        }

        writer.WriteString("image_url"u8, ImageContents.AddressOf(image));
    }

    /// <summary>Writes a mask that is given as content; in any other form it is a member like the others.</summary>
    private static bool WriteMask(Utf8JsonWriter writer, ImageRequest request)
    {
        if (request.Raw?.ContainsKey("mask") == true || request.Options?.AdditionalProperties?.GetValueOrDefault("mask") is not AIContent image)
        {
            return false;
        }

        writer.WriteStartObject("mask"u8);
        WriteImage(writer, image, isTyped: false);
        writer.WriteEndObject();
        return true;
    }
}
