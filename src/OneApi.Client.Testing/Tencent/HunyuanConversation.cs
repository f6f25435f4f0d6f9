using System.Text.Json;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>Reads a native chat request as a conversation.</summary>
internal static class HunyuanConversation
{
    public static Conversation Read(JsonElement body)
    {
        var conversation = new Conversation { WantsReasoning = body.Member("EnableThinking").IsTrue() };

        foreach (var message in body.Member("Messages").Items())
        {
            ReadMessage(message, conversation);
        }

        foreach (var tool in body.Member("Tools").Items())
        {
            conversation.Tools.Add(ToolOf(tool));
        }

        conversation.ForbidsTools = body.Member("ToolChoice").TextOrNull() is "none";

        if (body.Member("ToolChoice").TextOrNull() is "custom")
        {
            var forced = ToolOf(body.Member("CustomTool"));
            conversation.ForcesTool = true;
            conversation.ForcedTool = forced.Name;

            if (!conversation.Tools.Exists(tool => tool.Name == forced.Name))
            {
                conversation.Tools.Add(forced);
            }
        }

        return conversation;
    }

    private static void ReadMessage(JsonElement message, Conversation conversation)
    {
        var role = message.Member("Role").TextOrNull();
        conversation.BeginMessage(isToolResult: role is "tool");

        if (role is "tool")
        {
            conversation.AddToolResult(message.Member("Content").TextOrNull() ?? "");
            return;
        }

        foreach (var text in Texts(message))
        {
            conversation.AddText(text, fromUser: role is "user");
        }

        foreach (var function in message.Member("ToolCalls").Items().Select(static call => call.Member("Function")))
        {
            conversation.AddText(function.Member("Name").TextOrNull() ?? "", fromUser: false);
            conversation.AddText(function.Member("Arguments").TextOrNull() ?? "", fromUser: false);
        }
    }

    private static IEnumerable<string> Texts(JsonElement message)
        => message.Member("Content").TextOrNull() is { } whole
            ? [whole]
            : message.Member("Contents").Items().Select(static part => part.Member("Text").TextOrNull()).OfType<string>();

    private static OfferedTool ToolOf(JsonElement tool)
    {
        var function = tool.Member("Function");

        return new(function.Member("Name").GetString()!, JsonElement.Parse(function.Member("Parameters").GetString()!));
    }
}
