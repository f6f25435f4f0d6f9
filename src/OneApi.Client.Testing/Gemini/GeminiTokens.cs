using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary><c>:countTokens</c>, of contents or of a whole request.</summary>
internal static class GeminiTokens
{
    public static WireAnswer Answer(WireCall call)
    {
        GeminiCheck.RequireObject(call.Json);
        GeminiCheck.RefuseUnknown(call.Json, ["contents", "generateContentRequest"], "");
        call.RequireKnownModel();
        var whole = call.Json.Either("generateContentRequest");
        var counted = whole.Exists() ? whole : call.Json;
        GeminiCheck.CheckContents(counted.Member("contents"));
        var tokens = GeminiConversation.Read(counted).InputTokens;

        return WireAnswer.Json(new JsonObject
        {
            ["totalTokens"] = tokens,
            ["promptTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = tokens }),
        }, "application/json; charset=UTF-8");
    }
}
