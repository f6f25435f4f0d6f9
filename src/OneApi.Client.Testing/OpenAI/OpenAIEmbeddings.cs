using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary><c>POST /embeddings</c>: float or base64, any dimensions.</summary>
internal static class OpenAIEmbeddings
{
    private const int DefaultDimensions = 1536;
    private const int MaxInputs = 2048;

    /// <param name="call">The call.</param>
    /// <param name="needsModel">Whether the body must name the model.</param>
    /// <param name="dimensionsField">The member for the size of the vectors.</param>
    public static WireAnswer Answer(WireCall call, bool needsModel = true, string dimensionsField = "dimensions")
    {
        OpenAIBodyCheck.RequireObject(call.Json, needsModel);
        call.RequireKnownModel();
        var inputs = Inputs(OpenAIBodyCheck.Required(call.Json, "input"));
        var dimensions = Dimensions(call.Json.Member(dimensionsField));
        var isBase64 = call.Json.Member("encoding_format").TextOrNull() is "base64";
        var data = call.IsEmptied ? [] : inputs.Select((text, index) => Item(SampleVector.Of(text, dimensions), index, isBase64));
        var tokens = inputs.Sum(FakeUsage.Count);

        return WireAnswer.Json(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. data]),
            ["model"] = call.Request.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        });
    }

    /// <summary>One text for each input; token arrays count as their JSON.</summary>
    private static List<string> Inputs(JsonElement input)
    {
        var isTokens = input.Items().Any(static item => item.ValueKind is JsonValueKind.Number);
        List<string> texts = input.IsArray() && !isTokens
            ? [.. input.Items().Select(static item => item.TextOrNull() ?? item.GetRawText())]
            : [input.TextOrNull() ?? input.GetRawText()];

        if (texts.Count is 0 or > MaxInputs || texts.Contains(""))
        {
            throw RequestRefusedException.Invalid("'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.");
        }

        return texts;
    }

    private static int Dimensions(JsonElement dimensions)
    {
        if (!dimensions.Exists())
        {
            return DefaultDimensions;
        }

        return dimensions.TryGetInt32(out var count) && count > 0
            ? count
            : throw RequestRefusedException.Invalid(string.Create(CultureInfo.InvariantCulture, $"{dimensions.GetRawText()} is less than the minimum of 1 - 'dimensions'"));
    }

    private static JsonObject Item(float[] vector, int index, bool isBase64) => new()
    {
        ["object"] = "embedding",
        ["index"] = index,
        ["embedding"] = isBase64
            ? Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector))
            : new JsonArray([.. vector.Select(static value => JsonValue.Create(value))]),
    };
}
