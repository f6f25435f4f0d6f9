using System.Text.Json;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.MiniMax;

/// <summary>What the vendor refuses before it generates anything, beyond what the wire refuses.</summary>
internal static class MiniMaxCheck
{
    public static void Check(JsonElement body)
    {
        RequireAboveZero(body, "temperature");
        RequireAboveZero(body, "top_p");

        if (body.Member("tool_choice") is var choice && choice.Exists() && choice.TextOrNull() is not ("none" or "auto"))
        {
            throw RequestRefusedException.Invalid("tool_choice must be none or auto");
        }

        if (body.Member("response_format").Exists() && (body.Member("response_format").Member("type").TextOrNull() is not "json_schema" || body.Member("model").TextOrNull() is not "MiniMax-Text-01"))
        {
            throw RequestRefusedException.Invalid("response_format is not supported by the model");
        }

        var wantsText = body.Member("model").TextOrNull()?.StartsWith("abab", StringComparison.Ordinal) == true;

        foreach (var parameters in body.Member("tools").Items().Select(static tool => tool.Member("function").Member("parameters")))
        {
            if (parameters.Exists() && parameters.IsObject() == wantsText)
            {
                throw RequestRefusedException.Invalid("function parameters have the wrong type");
            }
        }
    }

    private static void RequireAboveZero(JsonElement body, string name)
    {
        if (body.Member(name) is { ValueKind: JsonValueKind.Number } value && value.GetDouble() is <= 0 or > 1)
        {
            throw RequestRefusedException.Invalid($"{name} must be in (0, 1]");
        }
    }
}
