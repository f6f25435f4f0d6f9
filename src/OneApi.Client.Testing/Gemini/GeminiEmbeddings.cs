using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary><c>:embedContent</c> and <c>:batchEmbedContents</c>.</summary>
internal static class GeminiEmbeddings
{
    private const int DefaultDimensions = 3072;
    private const int MaxRequests = 100;
    private static readonly string[] Members = ["model", "content", "taskType", "title", "outputDimensionality"];

    public static WireAnswer Single(WireCall call)
    {
        GeminiCheck.RequireObject(call.Json);
        call.RequireKnownModel();
        var embedding = Embed(call.Json, call.Request, isModelRequired: false);

        return Json(new JsonObject { ["embedding"] = call.IsEmptied ? [] : embedding });
    }

    public static WireAnswer Batch(WireCall call)
    {
        GeminiCheck.RequireObject(call.Json);
        GeminiCheck.RefuseUnknown(call.Json, ["requests"], "");
        call.RequireKnownModel();
        var requests = call.Json.Member("requests").Items().ToList();

        if (requests.Count is 0 or > MaxRequests)
        {
            throw RequestRefusedException.Invalid($"* BatchEmbedContentsRequest.requests: at most {MaxRequests} requests can be in one batch, and at least one\n");
        }

        JsonObject[] embeddings = [.. requests.Select(request => Embed(request, call.Request, isModelRequired: true))];

        return Json(new JsonObject { ["embeddings"] = call.IsEmptied ? new JsonArray() : new JsonArray([.. embeddings]) });
    }

    private static JsonObject Embed(JsonElement request, FakeRequest http, bool isModelRequired)
    {
        GeminiCheck.RefuseUnknown(request, Members, "");
        var model = request.Member("model").TextOrNull();

        if ((model is null && isModelRequired) || (model is not null && model != $"models/{http.Model}"))
        {
            throw RequestRefusedException.Invalid("* EmbedContentRequest.model: unexpected model name format\n");
        }

        var text = string.Concat(request.Member("content").Member("parts").Items().Select(static part => part.Member("text").TextOrNull()));

        if (text.Length == 0)
        {
            throw RequestRefusedException.Invalid("* EmbedContentRequest.content: empty Part\n");
        }

        var dimensions = request.Either("outputDimensionality");
        var vector = SampleVector.Of(text, dimensions.Exists() ? dimensions.GetInt32() : DefaultDimensions);

        return new JsonObject { ["values"] = new JsonArray([.. vector.Select(static value => JsonValue.Create(value))]) };
    }

    private static WireAnswer Json(JsonObject body) => WireAnswer.Json(body, "application/json; charset=UTF-8");
}
