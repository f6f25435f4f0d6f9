using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>What all JSON endpoints of OpenAI demand.</summary>
internal static class OpenAIBodyCheck
{
    public static void RequireObjectWithModel(JsonElement body) => RequireObject(body, needsModel: true);

    public static void RequireObject(JsonElement body, bool needsModel)
    {
        if (!body.IsObject())
        {
            throw RequestRefusedException.Invalid("We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)");
        }

        if (needsModel && body.Member("model").TextOrNull() is not { Length: > 0 })
        {
            throw RequestRefusedException.Invalid("you must provide a model parameter");
        }
    }

    public static JsonElement Required(JsonElement body, string name)
        => body.Member(name) is var value && value.Exists()
            ? value
            : throw RequestRefusedException.Invalid($"Missing required parameter: '{name}'.", name, "missing_required_parameter");
}
