using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>Embeddings of version 1 (protocols/wenxin.md §10): up to 16 texts of 1000 characters.</summary>
internal static class WenxinEmbeddings
{
    private const int Dimensions = 384;
    private const int MaxTexts = 16;
    private const int MaxCharacters = 1000;

    public static WireAnswer Answer(WireCall call)
    {
        if (!call.Json.IsObject())
        {
            throw RequestRefusedException.Invalid("Invalid JSON", code: "336002");
        }

        call.RequireKnownModel();
        string?[] texts = [.. call.Json.Member("input").Items().Select(static item => item.TextOrNull())];

        if (texts.Length is 0 or > MaxTexts || Array.Exists(texts, static text => text is not { Length: > 0 }))
        {
            throw RequestRefusedException.Invalid($"the max number of input is {MaxTexts}, and no input can be empty", code: "336003");
        }

        if (Array.Exists(texts, static text => text!.Length > MaxCharacters))
        {
            throw RequestRefusedException.Invalid($"the max input characters is {MaxCharacters}", code: "336007");
        }

        var data = call.IsEmptied ? [] : texts.Select(static (text, index) => Item(text!, index));
        var tokens = texts.Sum(static text => FakeUsage.Count(text!));

        return WireAnswer.Json(new JsonObject
        {
            ["id"] = call.NextId("as-fake"),
            ["object"] = "embedding_list",
            ["created"] = call.UnixSeconds,
            ["data"] = new JsonArray([.. data]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        });
    }

    private static JsonObject Item(string text, int index) => new()
    {
        ["object"] = "embedding",
        ["embedding"] = new JsonArray([.. SampleVector.Of(text, Dimensions).Select(static value => JsonValue.Create(value))]),
        ["index"] = index,
    };
}
