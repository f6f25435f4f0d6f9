using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Reads the format of the answer (protocols/openai.md §2).</summary>
internal static class ChatFormatReader
{
    public static void Read(JsonElement request, OneApiChatOptions options)
    {
        if (ChatJson.Object(request, "response_format", string.Empty) is not { } format)
        {
            return;
        }

        switch (ChatJson.RequiredText(format, "type", "response_format."))
        {
            case "text":
                options.ResponseFormat = ChatResponseFormat.Text;
                break;
            case "json_object":
                options.ResponseFormat = ChatResponseFormat.Json;
                break;
            case "json_schema":
                ReadSchema(ChatJson.Object(format, "json_schema", "response_format.") ?? throw ChatJson.Missing("response_format.json_schema"), format, options);
                break;
            default:
                ChatRequestReader.Add(options, "response_format", format); // a later word (a grammar, …)
                break;
        }
    }

    private static void ReadSchema(JsonElement named, JsonElement format, OneApiChatOptions options)
    {
        const string Place = "response_format.json_schema.";
        var name = ChatJson.Text(named, "name", Place);
        var description = ChatJson.Text(named, "description", Place);
        var schema = ChatJson.Object(named, "schema", Place);
        options.ResponseFormat = schema is { } given ? ChatResponseFormat.ForJsonSchema(given, name, description) : ChatResponseFormat.Json;
        if (schema is null || !named.EnumerateObject().All(static member => member.Name is "name" or "description" or "schema" or "strict"))
        {
            ChatRequestReader.Add(options, "response_format", format); // says more than the options can
            return;
        }

        if (ChatJson.Flag(named, "strict", Place) is { } strict)
        {
            ChatRequestReader.Add(options, "strict", strict);
        }
    }
}
