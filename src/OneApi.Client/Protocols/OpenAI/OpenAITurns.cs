using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Brings a history into the order of turns that a server insists on, with every word kept (openai-compatible.md §6, mistral.md §2).</summary>
internal static class OpenAITurns
{
    /// <summary>What stands where a server wants a turn that nobody took.</summary>
    private const string Filler = "…";

    public static IReadOnlyList<ChatMessage> Arrange(IReadOnlyList<ChatMessage> messages, WireProfile profile)
    {
        if (profile.AlternatingRoles)
        {
            return Alternate(messages);
        }

        return profile.AnswerAfterTools ? AnswerTools(messages) : messages;
    }

    /// <summary>After the system messages: user and assistant in turn, the user first. Neighbours of one role become one message, and a later system message is the user's word.</summary>
    private static List<ChatMessage> Alternate(IReadOnlyList<ChatMessage> messages)
    {
        List<ChatMessage> turns = [];
        foreach (var given in messages)
        {
            var isLate = given.Role == ChatRole.System && turns.Count > 0 && turns[^1].Role != ChatRole.System;
            var message = isLate ? new ChatMessage(ChatRole.User, given.Contents) { AdditionalProperties = given.AdditionalProperties } : given;
            if (turns.Count > 0 && turns[^1].Role == message.Role && message.Role != ChatRole.System)
            {
                turns[^1] = Join(turns[^1], message);
                continue;
            }

            if (message.Role == ChatRole.Assistant && (turns.Count == 0 || turns[^1].Role == ChatRole.System))
            {
                turns.Add(new(ChatRole.User, Filler));
            }

            turns.Add(message);
        }

        return turns;
    }

    private static ChatMessage Join(ChatMessage first, ChatMessage second)
    {
        var isText = IsText(first) && IsText(second);
        return isText
            ? new(first.Role, first.Text + "\n\n" + second.Text) { AdditionalProperties = second.AdditionalProperties }
            : new(first.Role, [.. first.Contents, .. second.Contents]) { AdditionalProperties = second.AdditionalProperties };
    }

    private static bool IsText(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is not TextContent)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Between a tool's result and a user stands an answer.</summary>
    private static List<ChatMessage> AnswerTools(IReadOnlyList<ChatMessage> messages)
    {
        List<ChatMessage> turns = [];
        foreach (var message in messages)
        {
            var (results, others) = Split(message);
            if (results is not null)
            {
                turns.Add(results);
            }

            if (others is null)
            {
                continue;
            }

            if (others.Role == ChatRole.User && turns.Count > 0 && EndsWithResult(turns[^1]))
            {
                turns.Add(new(ChatRole.Assistant, Filler));
            }

            turns.Add(others);
        }

        return turns;
    }

    /// <summary>A message of the user's that also carries results of tools is two turns: the results, then what is said.</summary>
    private static (ChatMessage? Results, ChatMessage? Others) Split(ChatMessage message)
    {
        if (message.Role != ChatRole.User || !message.Contents.Any(static content => content is FunctionResultContent))
        {
            return (null, message);
        }

        var others = message.Contents.Where(static content => content is not FunctionResultContent).ToList();
        var results = new ChatMessage(ChatRole.Tool, [.. message.Contents.Where(static content => content is FunctionResultContent)]);
        return (results, others.Count == 0 ? null : new(message.Role, others) { AuthorName = message.AuthorName, AdditionalProperties = message.AdditionalProperties });
    }

    private static bool EndsWithResult(ChatMessage turn) => turn.Role == ChatRole.Tool;
}
