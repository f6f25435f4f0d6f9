using System.Text.Json;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary>Reads a generateContent request as a conversation.</summary>
internal static class GeminiConversation
{
    public static Conversation Read(JsonElement body)
    {
        var conversation = new Conversation();

        foreach (var text in Texts(body.Either("systemInstruction")))
        {
            conversation.AddText(text, fromUser: false);
        }

        foreach (var content in body.Member("contents").Items())
        {
            ReadContent(content, conversation);
        }

        foreach (var function in body.Member("tools").Items().SelectMany(static tool => tool.Either("functionDeclarations").Items()))
        {
            var schema = function.Either("parametersJsonSchema");
            conversation.Tools.Add(new OfferedTool(function.Member("name").GetString()!, schema.Exists() ? schema : function.Member("parameters")));
        }

        ReadChoice(body.Either("toolConfig").Either("functionCallingConfig"), conversation);
        ReadConfiguration(body.Either("generationConfig"), conversation);
        return conversation;
    }

    private static void ReadContent(JsonElement content, Conversation conversation)
    {
        var responses = content.Member("parts").Items().Select(static part => part.Either("functionResponse")).Where(static response => response.Exists()).ToList();
        conversation.BeginMessage(isToolResult: responses.Count > 0);

        foreach (var response in responses.Select(static response => response.Member("response")))
        {
            conversation.AddToolResult(response.Member("result").TextOrNull() ?? response.GetRawText());
        }

        foreach (var text in Texts(content))
        {
            conversation.AddText(text, fromUser: content.Member("role").TextOrNull() is null or "user");
        }

        foreach (var call in content.Member("parts").Items().Select(static part => part.Either("functionCall")).Where(static call => call.Exists()))
        {
            conversation.AddText(call.Member("name").TextOrNull() ?? "", fromUser: false);
            conversation.AddText(call.Member("args") is var arguments && arguments.Exists() ? arguments.GetRawText() : "", fromUser: false);
        }
    }

    private static IEnumerable<string> Texts(JsonElement content)
        => content.Member("parts").Items().Select(static part => part.Member("text").TextOrNull()).OfType<string>();

    private static void ReadChoice(JsonElement calling, Conversation conversation)
    {
        var mode = calling.Member("mode").TextOrNull();
        var allowed = calling.Either("allowedFunctionNames").Items().Select(static name => name.TextOrNull()).ToList();
        conversation.ForbidsTools = mode is "NONE";
        conversation.ForcesTool = mode is "ANY";

        if (allowed.Count > 0)
        {
            conversation.Tools.RemoveAll(tool => !allowed.Contains(tool.Name));
        }
    }

    private static void ReadConfiguration(JsonElement configuration, Conversation conversation)
    {
        var schema = configuration.Either("responseJsonSchema");
        conversation.WantsJson = configuration.Either("responseMimeType").TextOrNull() is "application/json";
        conversation.AnswerSchema = schema.Exists() ? schema : configuration.Either("responseSchema");
        conversation.WantsReasoning = configuration.Either("thinkingConfig").Either("includeThoughts").IsTrue();
    }
}
