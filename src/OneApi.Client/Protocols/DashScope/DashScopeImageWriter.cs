using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Writes an image request: a prompt and settings for tasks, a message for the models that answer at once.</summary>
internal static class DashScopeImageWriter
{
    public static void Check(ImageRequest request, DashScopeImageModel model)
    {
        var fits = request.Originals.Count == 0
            || (model.TakesImages && (model.ImageMember is null || model.TakesList || request.Originals.Count == 1) && request.Originals.All(static image => ImageContents.AddressOf(image) is not null));
        if (!fits)
        {
            throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), model.TakesImages ? "The model takes one image, as data or as an address." : "The model does not edit images.");
        }

        if (request.Options?.MediaType is not (null or "image/png"))
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.MediaType), "The format of the images can't be chosen here.");
        }
    }

    public static void Write(Utf8JsonWriter writer, ImageRequest request, DashScopeImageModel model, int count)
    {
        var extras = DashScopeExtras.Of(request.Raw, request.Options?.AdditionalProperties);
        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        if (!extras.Has("input"))
        {
            writer.WriteStartObject("input"u8);
            if (model.IsTask)
            {
                WritePrompt(writer, request, model, extras);
            }
            else
            {
                WriteMessage(writer, request, extras);
            }

            DashScopeExtras.WriteMembers(writer, extras.Input);
            writer.WriteEndObject();
        }

        WriteParameters(writer, request, model, count, extras);
        extras.WriteRest(writer);
        writer.WriteEndObject();
    }

    private static void WritePrompt(Utf8JsonWriter writer, ImageRequest request, DashScopeImageModel model, DashScopeExtras extras)
    {
        if (extras.Input?.ContainsKey("prompt") != true)
        {
            writer.WriteString("prompt"u8, request.Prompt);
        }

        if (request.Options?.AdditionalProperties?.TryGetValue("negative_prompt", out var negative) == true && extras.Input?.ContainsKey("negative_prompt") != true)
        {
            writer.WritePropertyName("negative_prompt"u8);
            JsonWrite.Value(writer, negative);
        }

        if (request.Originals.Count == 0 || model.ImageMember is not { } member || extras.Input?.ContainsKey(member) == true)
        {
            return;
        }

        writer.WritePropertyName(member);
        if (!model.TakesList)
        {
            writer.WriteStringValue(ImageContents.AddressOf(request.Originals[0]));
            return;
        }

        writer.WriteStartArray();
        foreach (var image in request.Originals)
        {
            writer.WriteStringValue(ImageContents.AddressOf(image));
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, ImageRequest request, DashScopeExtras extras)
    {
        if (extras.Input?.ContainsKey("messages") == true)
        {
            return;
        }

        writer.WriteStartArray("messages"u8);
        writer.WriteStartObject();
        writer.WriteString("role"u8, "user"u8);
        writer.WriteStartArray("content"u8);
        foreach (var image in request.Originals)
        {
            writer.WriteStartObject();
            writer.WriteString("image"u8, ImageContents.AddressOf(image));
            writer.WriteEndObject();
        }

        writer.WriteStartObject();
        writer.WriteString("text"u8, request.Prompt);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter writer, ImageRequest request, DashScopeImageModel model, int count, DashScopeExtras extras)
    {
        if (extras.Has("parameters"))
        {
            return;
        }

        writer.WriteStartObject("parameters"u8);
        if (request.Size is { } size && !extras.HasParameter("size"))
        {
            writer.WriteString("size"u8, ImageSizes.Text(size, '*'));
        }

        if (request.Options?.Count is not null && !extras.HasParameter("n"))
        {
            writer.WriteNumber("n"u8, count);
        }

        foreach (var (name, value) in extras.Parameters ?? [])
        {
            if (!model.IsTask || name != "negative_prompt")
            {
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }
        }

        writer.WriteEndObject();
    }
}
