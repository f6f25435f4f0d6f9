using System.Text.Json;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Spark;

/// <summary>Reads a message of the socket as a conversation. A tool's result is a user's line that begins with the function's name and a colon: the wire has no role for it.</summary>
internal static class SparkConversation
{
    public static Conversation Read(JsonElement body, SparkVersion version)
    {
        var conversation = new Conversation { ForbidsParallelCalls = true, WantsReasoning = version.Thinks };
        foreach (var function in body.Member("payload").Member("functions").Member("text").Items())
        {
            conversation.Tools.Add(new OfferedTool(function.Member("name").TextOrNull() ?? "", function.Member("parameters")));
        }

        foreach (var message in body.Member("payload").Member("message").Member("text").Items())
        {
            if (message.Member("content_type").TextOrNull() is not "image")
            {
                ReadMessage(message.Member("role").TextOrNull(), message.Member("content").TextOrNull() ?? "", conversation);
            }
        }

        return conversation;
    }

    private static void ReadMessage(string? role, string text, Conversation conversation)
    {
        var result = role is "user" ? ResultIn(text, conversation) : null;
        conversation.BeginMessage(isToolResult: result is not null);

        if (result is not null)
        {
            conversation.AddToolResult(result);
            return;
        }

        conversation.AddText(text, fromUser: role is "user");
    }

    private static string? ResultIn(string text, Conversation conversation)
        => conversation.Tools.Find(tool => text.StartsWith(tool.Name + ": ", StringComparison.Ordinal)) is { } tool ? text[(tool.Name.Length + 2)..] : null;
}
