using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>What one side says without interruption: the contents of consecutive messages of one role (protocols/gemini.md §3).</summary>
internal sealed class GeminiTurn(bool isModel)
{
    public bool IsModel { get; } = isModel;

    public List<AIContent> Contents { get; } = [];

    /// <summary>Reads the history after the leading system messages; a later system message counts as the user's.</summary>
    public static List<GeminiTurn> Of(IReadOnlyList<ChatMessage> messages)
    {
        var turns = new List<GeminiTurn>();
        for (var i = GeminiSystemWriter.LeadingCount(messages); i < messages.Count; i++)
        {
            var isAssistant = messages[i].Role == ChatRole.Assistant;
            foreach (var content in messages[i].Contents)
            {
                if (content is UsageContent)
                {
                    continue;
                }

                Find(turns, content switch
                {
                    FunctionCallContent => true,
                    FunctionResultContent => false,
                    _ => isAssistant,
                }).Contents.Add(content);
            }
        }

        for (var i = 1; i < turns.Count; i++)
        {
            turns[i].OrderResults(turns[i - 1]);
        }

        return turns;
    }

    /// <summary>The index of the first turn that Gemini 3 checks: all after the user's last words, results of calls not counted as such.</summary>
    public static int StartOfCurrent(List<GeminiTurn> turns)
    {
        for (var i = turns.Count - 1; i >= 0; i--)
        {
            if (!turns[i].IsModel && turns[i].Contents.Exists(static content => content is not FunctionResultContent))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static GeminiTurn Find(List<GeminiTurn> turns, bool isModel)
    {
        if (turns.Count == 0 || turns[^1].IsModel != isModel)
        {
            turns.Add(new(isModel));
        }

        return turns[^1];
    }

    /// <summary>Results stand before all else and in the order of their calls: Gemini matches them by order where there are no ids.</summary>
    private void OrderResults(GeminiTurn calls)
    {
        if (IsModel || !calls.Contents.Exists(static content => content is FunctionCallContent) || !Contents.Exists(static content => content is FunctionResultContent))
        {
            return;
        }

        var ordered = Contents.OrderBy(content => Rank(content, calls)).ToList(); // a stable sort
        Contents.Clear();
        Contents.AddRange(ordered);
    }

    private static int Rank(AIContent content, GeminiTurn calls)
    {
        if (content is not FunctionResultContent result)
        {
            return int.MaxValue;
        }

        var index = calls.Contents.FindIndex(other => other is FunctionCallContent call && call.CallId == result.CallId);
        return index < 0 ? int.MaxValue - 1 : index;
    }
}
