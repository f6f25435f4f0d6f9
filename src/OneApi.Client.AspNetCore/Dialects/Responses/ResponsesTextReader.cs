using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Reads <c>text</c>: the format of the answer, and how wordy it shall be (protocols/openai-responses.md §2).</summary>
internal static class ResponsesTextReader
{
    /// <summary>The additional property by which OpenAI's wires know a strict format; no other wire is told.</summary>
    public const string Strict = ResponsesRequestReader.Own + "strict";

    private const string Path = "text";

    public static ResponsesSettings Read(JsonElement request, OneApiChatOptions options, ResponsesSettings settings)
    {
        if (ResponsesFields.FindObject(request, "text") is not { } text)
        {
            return settings;
        }

        if (ResponsesFields.FindObject(text, "format", Path) is { } format)
        {
            ReadFormat(format, options);
            settings = settings with { TextFormat = format.Clone() };
        }

        var verbosity = ResponsesFields.FindText(text, "verbosity", Path);
        switch (verbosity)
        {
            case null or "medium":
                return settings; // what every model does anyhow
            case "low" or "high":
                (options.AdditionalProperties ??= [])[ResponsesRequestReader.Own + "verbosity"] = verbosity;
                return settings with { Verbosity = verbosity };
            default:
                throw ResponsesFields.Unknown("text.verbosity", verbosity, "'low', 'medium', 'high'");
        }
    }

    private static void ReadFormat(JsonElement format, OneApiChatOptions options)
    {
        const string place = "text.format";
        var type = ResponsesFields.NeedText(format, "type", place);
        switch (type)
        {
            case "text":
                break; // what every model answers with
            case "json_object":
                options.ResponseFormat = ChatResponseFormat.Json;
                break;
            case "json_schema":
                var name = ResponsesFields.NeedName(format, "name", place);
                var schema = ResponsesFields.FindObject(format, "schema", place) ?? throw ResponsesFields.Missing(place + ".schema");
                options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.Clone(), name, ResponsesFields.FindText(format, "description", place));
                if (ResponsesFields.FindFlag(format, "strict", place) == true)
                {
                    (options.AdditionalProperties ??= [])[Strict] = true;
                }

                break;
            default:
                throw ResponsesFields.Unknown(place + ".type", type, "'json_object', 'json_schema', 'text'");
        }
    }
}
