using System.Drawing;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>The settings of a request for images, from JSON and from forms alike.</summary>
internal sealed class ImageSettings
{
    private const int MaxImages = 128;
    private readonly OneApiImageGenerationOptions _options = new();
    private string? _prompt;

    public string? Group { init => _options.Group = value; }

    public IList<string>? Fallbacks { init => _options.Fallbacks = value; }

    /// <summary>Takes a member of a JSON body.</summary>
    public void Take(string name, JsonElement value)
    {
        if (!IsKnown(name))
        {
            Add(name, value.Clone());
            return;
        }

        var isBoolean = value.ValueKind is JsonValueKind.True or JsonValueKind.False;
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) && !(name == "stream" && isBoolean))
        {
            throw EndpointException.Invalid(name, $"Found another kind of value; '{name}' must be a text or a number.", "invalid_type");
        }

        Take(name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
    }

    /// <summary>Takes a field of a form, or the text of a member.</summary>
    public void Take(string name, string value)
    {
        switch (name)
        {
            case "model":
                _options.ModelId = value;
                break;
            case "prompt":
                _prompt = value;
                break;
            case "user":
                _options.EndUser = value;
                break;
            case "n":
                _options.Count = CountOf(value);
                break;
            case "size":
                _options.ImageSize = SizeOf(value);
                break;
            case "response_format":
                _options.ResponseFormat = FormatOf(value);
                break;
            case "output_format":
                _options.MediaType = MediaTypeOf(value);
                break;
            case "stream" when value is "false" or "False" or "0":
                break;
            case "stream":
                throw EndpointException.Invalid("stream", "Images come whole; leave 'stream' out or set it to false.", "unsupported_parameter");
            default:
                Add(name, value);
                break;
        }
    }

    /// <summary>Adds what goes on under its own name.</summary>
    public void Add(string name, object value) => (_options.AdditionalProperties ??= [])[name] = value;

    public ImageBody Make(List<AIContent> originals)
    {
        if (string.IsNullOrEmpty(_options.ModelId))
        {
            throw EndpointException.Invalid("model", "You must provide a model parameter.", "missing_required_parameter");
        }

        return string.IsNullOrWhiteSpace(_prompt)
            ? throw EndpointException.Invalid("prompt", "Missing required parameter: 'prompt'.", "missing_required_parameter")
            : new(originals.Count == 0 ? new(_prompt) : new(_prompt, originals), _options);
    }

    private static bool IsKnown(string name) => name is "model" or "prompt" or "user" or "n" or "size" or "response_format" or "output_format" or "stream";

    private static int CountOf(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxImages
        ? count
        : throw EndpointException.Invalid("n", $"Found '{value}'; it must be a whole number from 1 to {MaxImages}.");

    /// <summary>Which size "auto" is, the provider says: it is the same as none.</summary>
    private static Size? SizeOf(string value)
    {
        if (value is "auto")
        {
            return null;
        }

        var cross = value.IndexOf('x', StringComparison.OrdinalIgnoreCase);
        return cross > 0
            && int.TryParse(value.AsSpan(0, cross), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(value.AsSpan(cross + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width > 0 && height > 0
            ? new(width, height)
            : throw EndpointException.Invalid("size", $"Found '{value}'; it must be width x height in pixels, as in 1024x1024, or 'auto'.");
    }

    private static ImageGenerationResponseFormat FormatOf(string value) => value switch
    {
        "url" => ImageGenerationResponseFormat.Uri,
        "b64_json" => ImageGenerationResponseFormat.Data,
        _ => throw EndpointException.Invalid("response_format", $"Found '{value}'; it must be 'url' or 'b64_json'."),
    };

    private static string MediaTypeOf(string value) => value switch
    {
        "png" => "image/png",
        "jpeg" or "jpg" => "image/jpeg",
        "webp" => "image/webp",
        _ => throw EndpointException.Invalid("output_format", $"Found '{value}'; it must be 'png', 'jpeg' or 'webp'."),
    };
}
