using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Volcengine;

/// <summary>Seedream: one image, or a sequence where the request allows it (protocols/doubao.md §9).</summary>
internal static class DoubaoImages
{
    private const int MostInSequence = 15;
    private const int TokensOfImage = 16280;

    public static VendorImages Of(ImageFiles files) => new(files) { DataWord = "b64_json", Most = MostInSequence, CountOf = CountOf, Shape = Write };

    /// <summary>There is no <c>n</c>.</summary>
    private static int CountOf(JsonElement body) => body.Member("sequential_image_generation").TextOrNull() == "auto"
        ? body.Member("sequential_image_generation_options").Member("max_images").Int32OrNull() ?? 1
        : 1;

    private static JsonObject Write(WireCall call, IReadOnlyList<VendorImage> images) => new()
    {
        ["model"] = call.Request.Model,
        ["created"] = call.UnixSeconds,
        ["data"] = new JsonArray([.. images.Select(static image => new JsonObject { [image.IsData ? "b64_json" : "url"] = image.Value, ["size"] = image.Size })]),
        ["usage"] = new JsonObject { ["generated_images"] = images.Count, ["output_tokens"] = images.Count * TokensOfImage, ["total_tokens"] = images.Count * TokensOfImage },
    };
}
