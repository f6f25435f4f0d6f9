using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary>Reads members that Google takes in camelCase and in snake_case.</summary>
internal static class GeminiJson
{
    public static JsonElement Either(this JsonElement parent, string camelCase)
        => parent.Member(camelCase) is var value && value.Exists() ? value : parent.Member(JsonNamingPolicy.SnakeCaseLower.ConvertName(camelCase));
}
