using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Compatible;

/// <summary><c>POST /rerank</c> as Cohere wrote it and others took it over: documents that share more words with the question come first.</summary>
internal static class CompatibleRerank
{
    public static readonly WireRoute Route = new("POST", "/rerank", Answer);

    public static WireAnswer Answer(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        call.RequireKnownModel();
        var query = OpenAIBodyCheck.Required(call.Json, "query").TextOrNull() ?? "";
        var documents = OpenAIBodyCheck.Required(call.Json, "documents").Items().Select(static item => item.TextOrNull() ?? item.Member("text").TextOrNull() ?? "").ToArray();
        if (documents.Length == 0)
        {
            throw RequestRefusedException.Invalid("'documents' must not be empty.", "documents", "invalid_value");
        }

        var most = call.Json.Member("top_n") is { ValueKind: System.Text.Json.JsonValueKind.Number } stated ? stated.GetInt32() : documents.Length;
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var order = documents
            .Select((text, index) => (Index: index, Score: Math.Round((double)words.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) / Math.Max(1, words.Length), 4)))
            .OrderByDescending(static one => one.Score)
            .Take(most);
        var tokens = FakeUsage.Count(query) + documents.Sum(FakeUsage.Count);
        return WireAnswer.Json(new JsonObject
        {
            ["id"] = call.NextId("rerank-fake"),
            ["model"] = call.Request.Model,
            ["usage"] = new JsonObject { ["total_tokens"] = tokens },
            ["results"] = new JsonArray([.. call.IsEmptied ? [] : order.Select(static one => new JsonObject { ["index"] = one.Index, ["relevance_score"] = one.Score })]),
        });
    }
}
