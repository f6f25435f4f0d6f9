using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.WebUI;

/// <summary>Writes <c>txt2img</c> and <c>img2img</c>. The model is set for this call alone, never for everybody.</summary>
internal static class WebUIRequestWriter
{
    /// <summary>The model's name by which the server keeps the checkpoint that is loaded.</summary>
    private const string Loaded = "default";

    public static void Write(Utf8JsonWriter writer, ImageRequest request, string task)
    {
        var raw = request.Extras;
        writer.WriteStartObject();
        if (!raw.Has("prompt"))
        {
            writer.WriteString("prompt"u8, request.Prompt);
        }

        if (request.Options?.Count is { } count && !raw.Has("batch_size") && !raw.Has("n_iter"))
        {
            writer.WriteNumber("batch_size"u8, count);
        }

        WriteSize(writer, request, raw);
        WriteOriginals(writer, request, raw);
        WriteSettings(writer, request);
        writer.WriteString("force_task_id"u8, task);
        raw.WriteAll(writer, "override_settings", "force_task_id", "mask", "send_images");
        writer.WriteEndObject();
    }

    private static void WriteSize(Utf8JsonWriter writer, ImageRequest request, RawMembers raw)
    {
        if (request.Size is not { } size || raw.Has("width") || raw.Has("height"))
        {
            return;
        }

        var (width, height) = (Rounded(size.Width), Rounded(size.Height));
        if (width != size.Width || height != size.Height)
        {
            request.Warnings.Adjusted(nameof(ImageGenerationOptions.ImageSize), $"Width and height must be multiples of 8; {width} and {height} were sent.");
        }

        writer.WriteNumber("width"u8, width);
        writer.WriteNumber("height"u8, height);
    }

    private static int Rounded(int length) => Math.Max(8, (length + 4) / 8 * 8);

    private static void WriteOriginals(Utf8JsonWriter writer, ImageRequest request, RawMembers raw)
    {
        if (request.Originals.Count > 0 && !raw.Has("init_images"))
        {
            writer.WriteStartArray("init_images"u8);
            foreach (var image in request.Originals)
            {
                writer.WriteStringValue(TextOf(image) ?? throw request.Refuse(nameof(ImageGenerationRequest.OriginalImages), "The server takes data and addresses only."));
            }

            writer.WriteEndArray();
        }

        if (raw.Has("mask"))
        {
            var mask = request.Raw?["mask"] ?? request.Options!.AdditionalProperties!["mask"];
            writer.WriteString("mask"u8, mask is AIContent image ? TextOf(image) : JsonWrite.Text(mask));
        }
    }

    private static string? TextOf(AIContent image) => image is DataContent data ? data.Base64Data.ToString() : ImageContents.AddressOf(image);

    private static void WriteSettings(Utf8JsonWriter writer, ImageRequest request)
    {
        var own = Own(request);
        var namesModel = !request.Model.Equals(Loaded, StringComparison.OrdinalIgnoreCase) && own?.ContainsKey("sd_model_checkpoint") != true;
        if (own is null && !namesModel)
        {
            return;
        }

        writer.WriteStartObject("override_settings"u8);
        if (namesModel)
        {
            writer.WriteString("sd_model_checkpoint"u8, request.Model);
        }

        foreach (var (name, value) in own ?? [])
        {
            writer.WritePropertyName(name);
            JsonWrite.Node(writer, value);
        }

        writer.WriteEndObject();
    }

    private static JsonObject? Own(ImageRequest request)
    {
        if (request.Raw?["override_settings"] is JsonObject raw)
        {
            return raw;
        }

        return request.Options?.AdditionalProperties?.GetValueOrDefault("override_settings") switch
        {
            null => null,
            JsonObject node => node,
            var value => JsonNode.Parse(JsonWrite.Text(value)) as JsonObject,
        };
    }
}
