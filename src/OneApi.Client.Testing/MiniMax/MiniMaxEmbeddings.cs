using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.MiniMax;

/// <summary><c>POST /v1/embeddings</c>: texts in, vectors out, in their order.</summary>
internal static class MiniMaxEmbeddings
{
    private const int Dimensions = 1536;

    public static WireAnswer Answer(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        call.RequireKnownModel();
        List<string?> texts = [.. OpenAIBodyCheck.Required(call.Json, "texts").Items().Select(static text => text.TextOrNull())];

        if (texts.Count == 0 || texts.Contains(null))
        {
            throw RequestRefusedException.Invalid("texts is empty");
        }

        if (call.Json.Member("type").TextOrNull() is not ("db" or "query"))
        {
            throw RequestRefusedException.Invalid("type must be db or query");
        }

        var vectors = call.IsEmptied ? [] : texts.Select(static text => new JsonArray([.. SampleVector.Of(text!, Dimensions).Select(static value => JsonValue.Create(value))]));

        return WireAnswer.Json(new JsonObject
        {
            ["vectors"] = new JsonArray([.. vectors]),
            ["total_tokens"] = texts.Sum(static text => FakeUsage.Count(text!)),
            ["base_resp"] = new JsonObject { ["status_code"] = 0, ["status_msg"] = "success" },
        });
    }
}
