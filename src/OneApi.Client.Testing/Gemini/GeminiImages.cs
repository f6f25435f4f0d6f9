using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary><c>:predict</c>, Imagen's (protocols/images.md §3).</summary>
internal static class GeminiImages
{
    private static readonly string[] Proportions = ["1:1", "3:4", "4:3", "9:16", "16:9"];

    public static WireAnswer Predict(WireCall call)
    {
        if (call.Json.Member("instances").Items().FirstOrDefault().Member("prompt").TextOrNull() is not { Length: > 0 })
        {
            throw RequestRefusedException.Invalid("Instance is empty or has no prompt.");
        }

        call.RequireKnownModel();
        var parameters = call.Json.Member("parameters");
        var count = parameters.Member("sampleCount").Int32OrNull() ?? 1;
        var proportion = parameters.Member("aspectRatio").TextOrNull() ?? "1:1";
        if (count is < 1 or > 4 || !Proportions.Contains(proportion))
        {
            throw RequestRefusedException.Invalid("sampleCount or aspectRatio is out of range.");
        }

        var (width, height) = ImageSize.Parse(proportion, ':')!.Value;
        var predictions = Enumerable.Range(1, count).Select(index => new JsonObject
        {
            ["bytesBase64Encoded"] = Convert.ToBase64String(SamplePng.Make(width * 64, height * 64, index)),
            ["mimeType"] = "image/png",
        });

        return WireAnswer.Json(call.IsEmptied ? new JsonObject() : new JsonObject { ["predictions"] = new JsonArray([.. predictions]) }, "application/json; charset=UTF-8");
    }
}
