using System.Globalization;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.MiniMax;

/// <summary><c>image_generation</c>: lists of addresses or of data, counts as text (protocols/minimax.md §11).</summary>
internal static class MiniMaxImages
{
    private const int Most = 9;

    public static VendorImages Of(ImageFiles files) => new(files) { SizeField = null, DataWord = "base64", Most = Most, CountOf = static body => body.Member("n").Int32OrNull() ?? 1, Shape = Write };

    private static JsonObject Write(WireCall call, IReadOnlyList<VendorImage> images) => new()
    {
        ["id"] = call.NextId("fake-image-"),
        ["data"] = new JsonObject
        {
            [images is [{ IsData: true }, ..] ? "image_base64" : "image_urls"] = new JsonArray([.. images.Select(static image => JsonValue.Create(image.Value))]),
        },
        ["metadata"] = new JsonObject { ["success_count"] = images.Count.ToString(CultureInfo.InvariantCulture), ["failed_count"] = "0" },
        ["base_resp"] = new JsonObject { ["status_code"] = 0, ["status_msg"] = "success" },
    };
}
