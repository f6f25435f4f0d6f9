using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>One to four images, as addresses (protocols/wenxin.md §11).</summary>
internal static class QianfanImages
{
    private const int Most = 4;

    public static VendorImages Of(ImageFiles files) => new(files) { Most = Most, CountOf = static body => body.Member("n").Int32OrNull() ?? 1, Shape = Write };

    private static JsonObject Write(WireCall call, IReadOnlyList<VendorImage> images) => new()
    {
        ["id"] = call.NextId("as-fake"),
        ["created"] = call.UnixSeconds,
        ["data"] = new JsonArray([.. images.Select(static image => new JsonObject { ["url"] = image.Value })]),
    };
}
