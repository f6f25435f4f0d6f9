using System.Text.Json;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Qwen;

/// <summary>Reads a native request as a conversation: OpenAI's shapes, in other places.</summary>
internal static class QwenConversation
{
    public static Conversation Read(FakeRequest request)
    {
        var (input, parameters) = (request.Json.Member("input"), request.Json.Member("parameters"));
        var conversation = new Conversation();

        if (input.Member("prompt").TextOrNull() is { } prompt)
        {
            conversation.AddText(prompt, fromUser: true);
        }

        foreach (var message in input.Member("messages").Items())
        {
            ReadMessage(message, conversation);
        }

        OpenAIConversation.ReadSettings(parameters, conversation);
        conversation.WantsReasoning = parameters.Member("enable_thinking").IsTrue() || QwenCheck.ThinksAlways(request.Model ?? "");
        return conversation;
    }

    private static void ReadMessage(JsonElement message, Conversation conversation)
    {
        var role = message.Member("role").TextOrNull();
        conversation.BeginMessage(isToolResult: role is "tool");
        var texts = Texts(message.Member("content"));

        if (role is "tool")
        {
            conversation.AddToolResult(string.Concat(texts));
            return;
        }

        foreach (var text in texts)
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
        => content.TextOrNull() is { } whole ? [whole] : content.Items().Select(static item => item.Member("text").TextOrNull()).OfType<string>();
}
