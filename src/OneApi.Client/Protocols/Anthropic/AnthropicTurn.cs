using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>What one side says without interruption: consecutive messages of one role are one message, results of tools first (protocols/anthropic.md §3).</summary>
internal sealed class AnthropicTurn(bool isAssistant)
{
    public bool IsAssistant { get; } = isAssistant;

    public List<AIContent> Contents { get; } = [];

    /// <summary>The system messages that stand before everything else.</summary>
    public static int LeadingSystemCount(IReadOnlyList<ChatMessage> messages)
    {
        var count = 0;
        while (count < messages.Count && messages[count].Role == ChatRole.System)
        {
            count++;
        }

        return count;
    }

    /// <summary>The turns after the leading system messages. A later system message is said by the user: only the newest models take it elsewhere.</summary>
    public static List<AnthropicTurn> Of(IReadOnlyList<ChatMessage> messages)
    {
        var turns = new List<AnthropicTurn>();
        for (var i = LeadingSystemCount(messages); i < messages.Count; i++)
        {
            var isAssistant = messages[i].Role == ChatRole.Assistant;
            foreach (var content in messages[i].Contents)
            {
                // Results of tools are the user's, calls the assistant's, in whatever message they stand.
                var side = content switch
                {
                    FunctionCallContent => true,
                    FunctionResultContent => false,
                    _ => isAssistant,
                };
                if (turns.Count == 0 || turns[^1].IsAssistant != side)
                {
                    turns.Add(new(side));
                }

                turns[^1].Contents.Add(content);
            }
        }

        foreach (var turn in turns)
        {
            turn.Sort();
        }

        return turns;
    }

    /// <summary>Results stand before any text of the user; thinking stands before what the assistant says.</summary>
    private void Sort()
    {
        var at = 0;
        for (var i = 0; i < Contents.Count; i++)
        {
            var content = Contents[i];
            if (!IsAssistant && content is FunctionResultContent)
            {
                Contents.RemoveAt(i);
                Contents.Insert(at++, content);
            }
        }
    }
}
