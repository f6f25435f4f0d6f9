using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary><c>POST /images/generations</c> and <c>/images/edits</c>: gpt-image as data, dall-e by address or as data.</summary>
internal sealed class OpenAIImages(ImageFiles files)
{
    private static readonly string[] GptSizes = ["1024x1024", "1536x1024", "1024x1536", "auto"];
    private static readonly string[] DallE3Sizes = ["1024x1024", "1792x1024", "1024x1792"];
    private static readonly string[] DallE2Sizes = ["256x256", "512x512", "1024x1024"];

    public WireAnswer Generate(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        OpenAIBodyCheck.Required(call.Json, "prompt");

        return Answer(call, call.Request.Model!, name => Text(call.Json.Member(name)));
    }

    public WireAnswer Edit(WireCall call)
    {
        if (MultipartForm.Read(call.Request) is not { } form)
        {
            OpenAIBodyCheck.RequireObjectWithModel(call.Json);
            OpenAIBodyCheck.Required(call.Json, "images");
            RequireEditor(call.Request.Model!);

            return Answer(call, call.Request.Model!, name => Text(call.Json.Member(name)));
        }

        var model = form.Text("model") ?? throw RequestRefusedException.Invalid("you must provide a model parameter");
        _ = form.Text("prompt") ?? throw RequestRefusedException.Invalid("Missing required parameter: 'prompt'.", "prompt", "missing_required_parameter");
        RequireEditor(model);
        CheckFiles(form);

        return Answer(call, model, form.Text);
    }

    private static void RequireEditor(string model)
    {
        if (model.StartsWith("dall-e-3", StringComparison.Ordinal))
        {
            throw RequestRefusedException.Invalid("Value must be 'dall-e-2'.", "model", "invalid_value");
        }
    }

    private static void CheckFiles(MultipartForm form)
    {
        var images = form.Parts.FindAll(static part => part.Name is "image" or "image[]");
        if (images.Count == 0)
        {
            throw RequestRefusedException.Invalid("Missing required parameter: 'image'.", "image", "missing_required_parameter");
        }

        if (images.Exists(static image => image.FileName is null || !SamplePng.IsPng(image.Data)))
        {
            throw RequestRefusedException.Invalid("Invalid image file or mode for image 1, please check your image file.", "image", "invalid_image_file");
        }
    }

    private WireAnswer Answer(WireCall call, string model, Func<string, string?> member)
    {
        call.RequireKnownModel();
        var isDallE = model.StartsWith("dall-e", StringComparison.Ordinal);
        if (!isDallE && member("response_format") is not null && !IsCompatible(model))
        {
            throw RequestRefusedException.Invalid("Unknown parameter: 'response_format'.", "response_format", "unknown_parameter");
        }

        var count = CountOf(model, member("n"));
        var (width, height) = SizeOf(model, member("size"));
        var asData = isDallE || IsCompatible(model) ? member("response_format") == "b64_json" : true;
        var data = Enumerable.Range(0, call.IsEmptied ? 0 : count)
            .Select(index => Item(call, SamplePng.Make(width, height, index + 1), asData, model.StartsWith("dall-e-3", StringComparison.Ordinal)));
        var body = new JsonObject { ["created"] = call.UnixSeconds, ["data"] = new JsonArray([.. data]) };
        if (!isDallE && !IsCompatible(model))
        {
            body["output_format"] = "png";
            body["size"] = $"{width}x{height}";
            body["usage"] = Usage(FakeUsage.Count(member("prompt") ?? ""), count);
        }

        return WireAnswer.Json(body);
    }

    /// <summary>A model of another server that speaks this wire.</summary>
    private static bool IsCompatible(string model) => !model.StartsWith("dall-e", StringComparison.Ordinal) && !model.Contains("gpt-image", StringComparison.Ordinal) && !model.Contains("chatgpt-image", StringComparison.Ordinal);

    private static int CountOf(string model, string? text)
    {
        var most = model.StartsWith("dall-e-3", StringComparison.Ordinal) ? 1 : 10;
        var count = text is null ? 1 : int.TryParse(text, out var number) ? number : 0;

        return count >= 1 && count <= most ? count : throw RequestRefusedException.Invalid($"Invalid value: '{text}'. Expected a value between 1 and {most}.", "n", "invalid_value");
    }

    private static (int Width, int Height) SizeOf(string model, string? size)
    {
        var known = model.StartsWith("dall-e-3", StringComparison.Ordinal) ? DallE3Sizes
            : model.StartsWith("dall-e", StringComparison.Ordinal) ? DallE2Sizes
            : model.StartsWith("gpt-image-2", StringComparison.Ordinal) || IsCompatible(model) ? null
            : GptSizes;
        if (size is not null && known is not null && !known.Contains(size))
        {
            throw RequestRefusedException.Invalid($"Invalid value: '{size}'. Supported values are: {string.Join(", ", known.Select(static one => $"'{one}'"))}.", "size", "invalid_value");
        }

        return ImageSize.Parse(size, 'x') ?? (1024, 1024);
    }

    private JsonObject Item(WireCall call, byte[] image, bool asData, bool isRevised)
    {
        var item = asData ? new JsonObject { ["b64_json"] = Convert.ToBase64String(image) } : new JsonObject { ["url"] = files.Add(image, call.Request) };
        if (isRevised)
        {
            item["revised_prompt"] = "A revised prompt.";
        }

        return item;
    }

    private static JsonObject Usage(int text, int count) => new()
    {
        ["input_tokens"] = text,
        ["output_tokens"] = count * 100,
        ["total_tokens"] = text + (count * 100),
        ["input_tokens_details"] = new JsonObject { ["text_tokens"] = text, ["image_tokens"] = 0 },
    };

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
