using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary><c>GET /models</c> and <c>GET /models/{id}</c>.</summary>
internal static class OpenAIModels
{
    private static readonly string[] Defaults = ["gpt-4o", "gpt-4o-mini", "text-embedding-3-small"];

    public static WireAnswer List(WireCall call) => WireAnswer.Json(new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. Names(call).Select(Describe)]),
    });

    public static WireAnswer Get(WireCall call)
    {
        var name = call.Request.Path[(call.Request.Path.LastIndexOf('/') + 1)..];

        return Names(call).Contains(name)
            ? WireAnswer.Json(Describe(name))
            : throw new RequestRefusedException(WireErrorKind.ModelNotFound, null, "model", null);
    }

    private static IEnumerable<string> Names(WireCall call) => call.Options.Models.Count > 0 ? call.Options.Models : Defaults;

    private static JsonObject Describe(string name) => new()
    {
        ["id"] = name,
        ["object"] = "model",
        ["created"] = 1_715_367_049,
        ["owned_by"] = "system",
    };
}
