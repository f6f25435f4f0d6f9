using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary><c>POST /moderations</c>: a text with the word "violence" in it is flagged for that.</summary>
internal static class OpenAIModerations
{
    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/instructions",
        "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
    ];

    public static readonly WireRoute Route = new("POST", "/moderations", Answer);

    public static WireAnswer Answer(WireCall call)
    {
        OpenAIBodyCheck.RequireObject(call.Json, needsModel: false);
        call.RequireKnownModel();
        var input = OpenAIBodyCheck.Required(call.Json, "input");
        var isParts = input.Items().Any(static item => item.ValueKind is JsonValueKind.Object);
        IEnumerable<string> texts = input.IsArray() && !isParts ? input.Items().Select(static item => item.TextOrNull() ?? "") : [input.GetRawText()];
        return WireAnswer.Json(new JsonObject
        {
            ["id"] = call.NextId("modr-fake"),
            ["model"] = call.Request.Model ?? "omni-moderation-latest",
            ["results"] = new JsonArray([.. call.IsEmptied ? [] : texts.Select(Judge)]),
        });
    }

    private static JsonObject Judge(string text)
    {
        var isViolent = text.Contains("violence", StringComparison.OrdinalIgnoreCase);
        return new()
        {
            ["flagged"] = isViolent,
            ["categories"] = Each(name => JsonValue.Create(name == "violence" && isViolent)),
            ["category_scores"] = Each(name => JsonValue.Create(name == "violence" && isViolent ? 0.9 : 0.001)),
            ["category_applied_input_types"] = Each(static _ => new JsonArray("text")),
        };
    }

    private static JsonObject Each(Func<string, JsonNode> value) => new(Categories.Select(name => KeyValuePair.Create(name, (JsonNode?)value(name))));
}
