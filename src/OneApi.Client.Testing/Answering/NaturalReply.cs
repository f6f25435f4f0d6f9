using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Answering;

/// <summary>The answer when the test scripts none: always the same for the same conversation.</summary>
internal static class NaturalReply
{
    public static FakeReply To(Conversation conversation)
    {
        var calls = CallsFor(conversation);

        return new FakeReply
        {
            Reasoning = conversation.WantsReasoning ? $"The user said: {conversation.LastUserText}" : null,
            ToolCalls = calls,
            Text = calls.Count == 0 ? TextFor(conversation) : null,
        };
    }

    private static List<FakeToolCall> CallsFor(Conversation conversation)
    {
        // After results the answer is text even where a call is forced: nobody's loop should run for ever.
        if (conversation.ForbidsTools || conversation.ToolResults.Count > 0)
        {
            return [];
        }

        var said = conversation.LastUserText ?? "";
        var wanted = conversation.Tools.Where(tool => conversation.ForcedTool is { } forced ? tool.Name == forced : Names(said, tool.Name)).ToList();

        if (wanted.Count == 0 && conversation.ForcesTool)
        {
            wanted.AddRange(conversation.Tools.Take(1));
        }

        return [.. wanted.Take(conversation.ForbidsParallelCalls ? 1 : int.MaxValue).Select(CallOf)];
    }

    /// <summary>Says whether a text has the tool's name as a whole word: "get_weather" does not name the tool "get".</summary>
    private static bool Names(string text, string tool)
    {
        for (var at = text.IndexOf(tool, StringComparison.Ordinal); at >= 0; at = text.IndexOf(tool, at + 1, StringComparison.Ordinal))
        {
            var end = at + tool.Length;

            if ((at == 0 || !IsOfName(text[at - 1])) && (end == text.Length || !IsOfName(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';

    private static FakeToolCall CallOf(OfferedTool tool)
        => new(null, tool.Name, WireJson.ToText(SchemaSample.Of(tool.Schema) as JsonObject ?? []));

    private static string TextFor(Conversation conversation)
    {
        var text = conversation.ToolResults.Count > 0
            ? $"The tool said: {string.Join("; ", conversation.ToolResults)}"
            : $"You said: {conversation.LastUserText}";

        if (!conversation.WantsJson)
        {
            return text;
        }

        return conversation.AnswerSchema.Exists()
            ? SchemaSample.Of(conversation.AnswerSchema) is { } sample ? WireJson.ToText(sample) : "null"
            : WireJson.ToText(new JsonObject { ["answer"] = text });
    }
}
