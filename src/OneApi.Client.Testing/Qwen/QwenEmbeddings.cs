using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Qwen;

/// <summary>Text embeddings of both surfaces: few texts a call.</summary>
internal static class QwenEmbeddings
{
    private const int DefaultDimensions = 1024;

    public static WireAnswer Native(WireCall call)
    {
        QwenCheck.RequireObjectWithModel(call.Json);
        QwenCheck.RefuseAsync(call.Request);
        call.RequireKnownModel();
        var (texts, parameters) = (call.Json.Member("input").Member("texts"), call.Json.Member("parameters"));
        RequireFewTexts(call, texts.Items().Count());
        List<string> inputs = [.. texts.Items().Select(static text => text.TextOrNull() ?? throw RequestRefusedException.Invalid("Input should be a valid string: input.texts"))];
        var type = parameters.Member("output_type").TextOrNull() ?? "dense";
        var dimensions = parameters.Member("dimension").Int32OrNull() ?? DefaultDimensions;
        var embeddings = call.IsEmptied ? [] : inputs.Select((text, index) => Item(text, index, dimensions, type));

        return WireAnswer.Json(new JsonObject
        {
            ["output"] = new JsonObject { ["embeddings"] = new JsonArray([.. embeddings]) },
            ["usage"] = new JsonObject { ["total_tokens"] = inputs.Sum(FakeUsage.Count) },
            ["request_id"] = call.NextId("fake-request-"),
        });
    }

    public static WireAnswer Compatible(WireCall call)
    {
        var input = call.Json.Member("input");
        RequireFewTexts(call, input.IsArray() ? input.GetArrayLength() : input.Exists() ? 1 : 0);

        return OpenAIEmbeddings.Answer(call);
    }

    private static void RequireFewTexts(WireCall call, int count)
    {
        var most = call.Request.Model is "text-embedding-v1" or "text-embedding-v2" ? 25 : 10;

        if (count == 0)
        {
            throw RequestRefusedException.Invalid("Value error, contents is neither str nor list of str.: input.contents");
        }

        if (count > most)
        {
            throw RequestRefusedException.Invalid(FormattableString.Invariant($"Value error, batch size is invalid, it should not be larger than {most}.: input.contents"));
        }
    }

    private static JsonObject Item(string text, int index, int dimensions, string type)
    {
        var item = new JsonObject();

        if (type != "sparse")
        {
            item["embedding"] = new JsonArray([.. SampleVector.Of(text, dimensions).Select(static value => JsonValue.Create(value))]);
        }

        if (type != "dense")
        {
            item["sparse_embedding"] = new JsonArray(new JsonObject { ["index"] = text.Length, ["value"] = 0.5, ["token"] = text });
        }

        item["text_index"] = index;
        return item;
    }
}
