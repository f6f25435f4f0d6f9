using System.Text.Json;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>Reads a chat request as a conversation.</summary>
internal static class OpenAIConversation
{
    public static Conversation Read(JsonElement body)
    {
        var conversation = new Conversation();

        foreach (var message in body.Member("messages").Items())
        {
            ReadMessage(message, conversation);
        }

        ReadSettings(body, conversation);
        return conversation;
    }

    /// <summary>Reads tools and formats, wherever a vendor has them.</summary>
    public static void ReadSettings(JsonElement body, Conversation conversation)
    {
        foreach (var function in body.Member("tools").Items().Select(static tool => tool.Member("function")).Where(static function => function.Exists()))
        {
            conversation.Tools.Add(new OfferedTool(function.Member("name").GetString()!, function.Member("parameters")));
        }

        ReadChoice(body.Member("tool_choice"), conversation);
        conversation.ForbidsParallelCalls = body.Member("parallel_tool_calls").ValueKind is JsonValueKind.False;
        var format = body.Member("response_format");
        conversation.WantsJson = format.Member("type").TextOrNull() is "json_object" or "json_schema";
        conversation.AnswerSchema = format.Member("json_schema").Member("schema");
    }

    private static void ReadMessage(JsonElement message, Conversation conversation)
    {
        var role = message.Member("role").TextOrNull();
        conversation.BeginMessage(isToolResult: role is "tool");

        if (role is "tool")
        {
            conversation.AddToolResult(string.Concat(Texts(message.Member("content"))));
            return;
        }

        foreach (var text in Texts(message.Member("content")))
        {
            conversation.AddText(text, fromUser: role is "user");
        }

        foreach (var function in message.Member("tool_calls").Items().Select(static call => call.Member("function")))
        {
            conversation.AddText(function.Member("name").TextOrNull() ?? "", fromUser: false);
            conversation.AddText(function.Member("arguments").TextOrNull() ?? "", fromUser: false);
        }
    }

    private static IEnumerable<string> Texts(JsonElement content)
        => content.TextOrNull() is { } whole
            ? [whole]
            : content.Items().Select(static part => part.Member("text").TextOrNull()).OfType<string>();

    private static void ReadChoice(JsonElement choice, Conversation conversation)
    {
        conversation.ForbidsTools = choice.TextOrNull() is "none";
        conversation.ForcedTool = choice.Member("function").Member("name").TextOrNull();
        conversation.ForcesTool = conversation.ForcedTool is not null || choice.TextOrNull() is "required";
    }
}
