using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.SiliconFlow;

/// <summary>Addresses in <c>images</c>, and in <c>data</c> once more (protocols/other-openai-compatible-cn.md §5).</summary>
internal static class SiliconFlowImages
{
    private const int Most = 4;

    public static VendorImages Of(ImageFiles files) => new(files) { SizeField = "image_size", Most = Most, CountOf = static body => body.Member("batch_size").Int32OrNull() ?? 1, Shape = Write };

    private static JsonObject Write(WireCall call, IReadOnlyList<VendorImage> images) => new()
    {
        ["images"] = List(images),
        ["data"] = List(images),
        ["timings"] = new JsonObject { ["inference"] = 1.2 },
        ["seed"] = call.Json.Member("seed").Int32OrNull() ?? 1,
    };

    private static JsonArray List(IReadOnlyList<VendorImage> images) => new([.. images.Select(static image => new JsonObject { ["url"] = image.Value })]);
}
