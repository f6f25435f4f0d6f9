using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary><c>GET /models</c> and <c>GET /models/{model}</c>.</summary>
internal static class GeminiModels
{
    private static readonly string[] Defaults = ["gemini-2.5-flash", "gemini-2.5-pro", "gemini-embedding-001"];

    public static WireAnswer List(WireCall call)
        => WireAnswer.Json(new JsonObject { ["models"] = new JsonArray([.. Names(call).Select(Describe)]) }, "application/json; charset=UTF-8");

    public static WireAnswer Get(WireCall call)
        => Names(call).Contains(call.Request.Model)
            ? WireAnswer.Json(Describe(call.Request.Model!), "application/json; charset=UTF-8")
            : throw new RequestRefusedException(WireErrorKind.ModelNotFound, null, null, null);

    private static IEnumerable<string> Names(WireCall call) => call.Options.Models.Count > 0 ? call.Options.Models : Defaults;

    private static JsonObject Describe(string name) => new()
    {
        ["name"] = $"models/{name}",
        ["version"] = "001",
        ["displayName"] = name,
        ["inputTokenLimit"] = 1_048_576,
        ["outputTokenLimit"] = 65_536,
        ["supportedGenerationMethods"] = name.Contains("embedding", StringComparison.Ordinal)
            ? new JsonArray("embedContent", "batchEmbedContents")
            : new JsonArray("generateContent", "streamGenerateContent", "countTokens"),
    };
}
