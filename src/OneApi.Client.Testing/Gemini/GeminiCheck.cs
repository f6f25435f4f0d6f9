using System.Text.Json;
using System.Text.RegularExpressions;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary>What Gemini refuses with 400 before it generates anything.</summary>
internal static partial class GeminiCheck
{
    private static readonly string[] TopLevel =
        ["contents", "systemInstruction", "tools", "toolConfig", "safetySettings", "generationConfig", "cachedContent", "serviceTier", "model", "store"];

    private static readonly string[] Configuration =
    [
        "temperature", "topP", "topK", "maxOutputTokens", "frequencyPenalty", "presencePenalty", "seed", "stopSequences", "candidateCount", "responseMimeType",
        "responseSchema", "responseJsonSchema", "responseModalities", "thinkingConfig", "speechConfig", "imageConfig", "mediaResolution", "responseLogprobs", "logprobs",
        "audioTimestamp", "routingConfig", "enableEnhancedCivicAnswers",
    ];

    private static readonly string[] PartData =
        ["text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult", "toolCall", "toolResponse"];

    public static void Check(JsonElement body)
    {
        RequireObject(body);
        RefuseUnknown(body, TopLevel, "");
        RefuseUnknown(body.Either("generationConfig"), Configuration, " at 'generation_config'");
        CheckContents(body.Member("contents"));
        CheckTools(body.Member("tools"));
        CheckConfiguration(body.Either("generationConfig"));
    }

    public static void RequireObject(JsonElement body)
    {
        if (!body.IsObject())
        {
            throw RequestRefusedException.Invalid("Invalid JSON payload received. Unexpected end of string. Expected a value.");
        }
    }

    public static void RefuseUnknown(JsonElement parent, string[] known, string place)
    {
        if (!parent.IsObject())
        {
            return;
        }

        foreach (var name in parent.EnumerateObject().Select(static member => member.Name))
        {
            if (!known.Contains(name) && !known.Any(candidate => JsonNamingPolicy.SnakeCaseLower.ConvertName(candidate) == name))
            {
                throw RequestRefusedException.Invalid($"Invalid JSON payload received. Unknown name \"{name}\"{place}: Cannot find field.");
            }
        }
    }

    public static void CheckContents(JsonElement contents)
    {
        if (!contents.IsArray() || contents.GetArrayLength() == 0)
        {
            throw RequestRefusedException.Invalid("* GenerateContentRequest.contents: contents is not specified\n");
        }

        foreach (var content in contents.Items())
        {
            if (content.Member("role").TextOrNull() is not (null or "user" or "model" or "function"))
            {
                throw RequestRefusedException.Invalid("Please use a valid role: user, model.");
            }

            if (content.Member("parts") is var parts && (!parts.IsArray() || parts.GetArrayLength() == 0))
            {
                throw RequestRefusedException.Invalid("* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.\n");
            }

            foreach (var part in parts.Items())
            {
                CheckPart(part, isAlone: parts.GetArrayLength() == 1);
            }
        }

        if (contents[contents.GetArrayLength() - 1].Member("role").TextOrNull() is "model")
        {
            throw RequestRefusedException.Invalid("Please ensure that the last content is from the user.");
        }
    }

    private static void CheckPart(JsonElement part, bool isAlone)
    {
        if (PartData.Count(name => part.Either(name).Exists()) != 1)
        {
            throw RequestRefusedException.Invalid("Unable to submit request because it must have exactly one data field in each part: required oneof field 'data' must have one initialized field");
        }

        // An empty text may carry a signature; as a content's only part it was taken in a recorded exchange.
        if (part.Member("text").TextOrNull() is "" && !isAlone && !part.Either("thoughtSignature").Exists())
        {
            throw RequestRefusedException.Invalid("Unable to submit request because it must have a text parameter that is not empty.");
        }

        var response = part.Either("functionResponse");

        if (response.Exists() && string.IsNullOrEmpty(response.Member("name").TextOrNull()))
        {
            throw RequestRefusedException.Invalid("* GenerateContentRequest.contents[0].parts[0].function_response.name: Name cannot be empty.\n");
        }

        if (response.Exists() && !response.Member("response").IsObject())
        {
            throw RequestRefusedException.Invalid("Invalid value at 'contents[0].parts[0].function_response.response' (type.googleapis.com/google.protobuf.Struct)");
        }
    }

    private static void CheckTools(JsonElement tools)
    {
        foreach (var function in tools.Items().SelectMany(static tool => tool.Either("functionDeclarations").Items()))
        {
            if (function.Member("name").TextOrNull() is not { } name || !FunctionName().IsMatch(name))
            {
                throw RequestRefusedException.Invalid("* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function name. Must start with a letter or an underscore.\n");
            }

            foreach (var keyword in (ReadOnlySpan<string>)["$ref", "$schema", "additionalProperties", "oneOf", "const", "exclusiveMinimum"])
            {
                if (function.Member("parameters").Member(keyword).Exists())
                {
                    throw RequestRefusedException.Invalid($"Invalid JSON payload received. Unknown name \"{keyword}\" at 'tools[0].function_declarations[0].parameters': Cannot find field.");
                }
            }
        }
    }

    private static void CheckConfiguration(JsonElement configuration)
    {
        if (configuration.Either("responseSchema").Exists() && configuration.Either("responseJsonSchema").Exists())
        {
            throw RequestRefusedException.Invalid("Only one of response_schema and response_json_schema can be set.");
        }

        if (configuration.Member("seed") is var seed && seed.Exists() && !seed.TryGetInt32(out _))
        {
            throw RequestRefusedException.Invalid($"Invalid value at 'generation_config.seed' (TYPE_INT32), {seed.GetRawText()}");
        }

        if (configuration.Member("temperature") is var temperature && temperature.Exists() && temperature.GetDouble() is < 0 or > 2)
        {
            throw RequestRefusedException.Invalid("* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].\n");
        }

        if (configuration.Either("stopSequences") is var stops && stops.IsArray() && stops.GetArrayLength() > 5)
        {
            throw RequestRefusedException.Invalid("* GenerateContentRequest.generation_config.stop_sequences: at most 5 stop sequences are allowed.\n");
        }

        var thinking = configuration.Either("thinkingConfig");

        if (thinking.Either("thinkingBudget").Exists() && thinking.Either("thinkingLevel").Exists())
        {
            throw RequestRefusedException.Invalid("You can only set only one of thinking budget and thinking level.");
        }
    }

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$")]
    private static partial Regex FunctionName();
}
