using System.Text.Json;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>Reads a chat request of version 1 as a conversation.</summary>
internal static class WenxinConversation
{
    public static Conversation Read(JsonElement body)
    {
        var conversation = new Conversation { ForbidsParallelCalls = true };

        if (body.Member("system").TextOrNull() is { } system)
        {
            conversation.AddText(system, fromUser: false);
        }

        foreach (var message in body.Member("messages").Items())
        {
            ReadMessage(message, conversation);
        }

        foreach (var function in body.Member("functions").Items())
        {
            conversation.Tools.Add(new OfferedTool(function.Member("name").GetString()!, function.Member("parameters")));
        }

        conversation.ForcedTool = body.Member("tool_choice").Member("function").Member("name").TextOrNull();
        conversation.ForcesTool = conversation.ForcedTool is not null;
        conversation.WantsJson = body.Member("response_format").TextOrNull() is "json_object";
        return conversation;
    }

    private static void ReadMessage(JsonElement message, Conversation conversation)
    {
        var role = message.Member("role").TextOrNull();
        var text = message.Member("content").TextOrNull() ?? "";

        // A call and its result are a turn each: results before the last call stay among the last ones.
        conversation.BeginMessage(isToolResult: role is "function" || message.Member("function_call").IsObject());

        if (role is "function")
        {
            conversation.AddToolResult(text);
            return;
        }

        conversation.AddText(text, fromUser: role is "user");

        if (message.Member("function_call") is { ValueKind: JsonValueKind.Object } call)
        {
            conversation.AddText(call.Member("name").TextOrNull() ?? "", fromUser: false);
            conversation.AddText(call.Member("arguments").TextOrNull() ?? "", fromUser: false);
        }
    }
}
