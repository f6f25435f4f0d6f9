using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>The action <c>GetEmbedding</c>: 50 texts at most, 1024 dimensions.</summary>
internal static class HunyuanEmbeddings
{
    private const int MostInputs = 50;
    private const int Dimensions = 1024;

    public static WireAnswer Answer(WireCall call, string requestId)
    {
        var list = call.Json.Member("InputList");
        string[] inputs = list.IsArray()
            ? [.. list.Items().Select(static item => item.TextOrNull() ?? "")]
            : [call.Json.Member("Input").TextOrNull() ?? throw HunyuanCheck.Refused("MissingParameter", "Input and InputList are missing.")];

        if (inputs.Length is 0 or > MostInputs || inputs.Contains(""))
        {
            throw HunyuanCheck.Refused("InvalidParameter", "InputList holds 1 to 50 texts, none of them empty");
        }

        var data = call.IsEmptied ? [] : inputs.Select(static (text, index) => Item(text, index));
        var tokens = inputs.Sum(FakeUsage.Count);

        return WireAnswer.Json(new JsonObject
        {
            ["Response"] = new JsonObject
            {
                ["Data"] = new JsonArray([.. data]),
                ["Usage"] = new JsonObject { ["PromptTokens"] = tokens, ["TotalTokens"] = tokens },
                ["RequestId"] = requestId,
            },
        });
    }

    private static JsonObject Item(string text, int index) => new()
    {
        ["Embedding"] = new JsonArray([.. SampleVector.Of(text, Dimensions).Select(static value => JsonValue.Create(value))]),
        ["Index"] = index,
        ["Object"] = "embedding",
    };
}
