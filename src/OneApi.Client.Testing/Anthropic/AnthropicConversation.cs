using System.Text.Json;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Anthropic;

/// <summary>Reads a messages request as a conversation.</summary>
internal static class AnthropicConversation
{
    public static Conversation Read(JsonElement body)
    {
        var conversation = new Conversation();

        foreach (var text in Texts(body.Member("system")))
        {
            conversation.AddText(text, fromUser: false);
        }

        foreach (var message in body.Member("messages").Items())
        {
            ReadMessage(message, conversation);
        }

        foreach (var tool in body.Member("tools").Items().Where(static tool => tool.Member("input_schema").IsObject()))
        {
            conversation.Tools.Add(new OfferedTool(tool.Member("name").GetString()!, tool.Member("input_schema")));
        }

        ReadChoice(body.Member("tool_choice"), conversation);
        var format = body.Member("output_config").Member("format");
        format = format.Exists() ? format : body.Member("output_format");
        conversation.WantsJson = format.Member("type").TextOrNull() is "json_schema";
        conversation.AnswerSchema = format.Member("schema");
        conversation.WantsReasoning = body.Member("thinking").Member("type").TextOrNull() is "enabled" or "adaptive";
        return conversation;
    }

    private static void ReadMessage(JsonElement message, Conversation conversation)
    {
        var content = message.Member("content");
        var fromUser = message.Member("role").TextOrNull() is "user";
        var results = content.Items().Where(static block => block.Member("type").TextOrNull() is "tool_result").ToList();
        conversation.BeginMessage(isToolResult: results.Count > 0);

        foreach (var result in results)
        {
            conversation.AddToolResult(string.Concat(Texts(result.Member("content"))));
        }

        foreach (var text in Texts(content))
        {
            conversation.AddText(text, fromUser);
        }

        foreach (var call in content.Items().Where(static block => block.Member("type").TextOrNull() is "tool_use"))
        {
            conversation.AddText(call.Member("name").TextOrNull() ?? "", fromUser: false);
            conversation.AddText(call.Member("input").GetRawText(), fromUser: false);
        }
    }

    private static IEnumerable<string> Texts(JsonElement content)
        => content.TextOrNull() is { } whole
            ? [whole]
            : content.Items().Select(static block => block.Member("text").TextOrNull()).OfType<string>();

    private static void ReadChoice(JsonElement choice, Conversation conversation)
    {
        var type = choice.Member("type").TextOrNull();
        conversation.ForbidsTools = type is "none";
        conversation.ForcesTool = type is "any" or "tool";
        conversation.ForcedTool = type is "tool" ? choice.Member("name").TextOrNull() : null;
        conversation.ForbidsParallelCalls = choice.Member("disable_parallel_tool_use").IsTrue();
    }
}
