using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.StepFun;

/// <summary>One image, with its seed and how it ended (protocols/other-openai-compatible-cn.md §2).</summary>
internal static class StepFunImages
{
    public static VendorImages Of(ImageFiles files) => new(files) { DataWord = "b64_json", CountOf = static body => body.Member("n").Int32OrNull() ?? 1, Shape = Write };

    private static JsonObject Write(WireCall call, IReadOnlyList<VendorImage> images) => new()
    {
        ["created"] = call.UnixSeconds,
        ["data"] = new JsonArray([.. images.Select(image => new JsonObject
        {
            ["seed"] = call.Json.Member("seed").Int32OrNull() ?? 1,
            ["finish_reason"] = "success",
            [image.IsData ? "b64_json" : "url"] = image.Value,
        })]),
    };
}
