using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Zhipu;

/// <summary>CogView: one image, as an address (protocols/zhipu.md §9).</summary>
internal static class ZhipuImages
{
    public static VendorImages Of(ImageFiles files) => new(files) { Shape = Write };

    private static JsonObject Write(WireCall call, IReadOnlyList<VendorImage> images) => new()
    {
        ["created"] = call.UnixSeconds,
        ["data"] = new JsonArray([.. images.Select(static image => new JsonObject { ["url"] = image.Value })]),
    };
}
