using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>
/// Brings the history into the order that Hunyuan wants (protocols/hunyuan.md §3): one system message at the start, then user (or the
/// results of tools) and assistant by turns, from the user to the user, nothing empty, 40 at most.
/// </summary>
internal static class HunyuanHistory
{
    private const int MostMessages = 40;

    /// <summary>What stands where the other side said nothing.</summary>
    private const string Placeholder = "…";

    public static List<HunyuanTurn> Of(ChatRequest request)
    {
        var turns = new List<HunyuanTurn>();
        var leading = 0;
        while (leading < request.Messages.Count && IsSystem(request.Messages[leading]))
        {
            leading++;
        }

        for (var i = leading; i < request.Messages.Count; i++)
        {
            HunyuanContents.Collect(request, request.Messages[i], turn => Add(turns, turn));
        }

        var ordered = Alternate(request, turns);
        var system = SystemText(request, leading);
        Cut(request, ordered, system is null ? MostMessages : MostMessages - 1);
        if (system is not null)
        {
            ordered.Insert(0, HunyuanTurn.Of(ChatRole.System, system));
        }

        return ordered;
    }

    public static bool IsSystem(ChatMessage message) => message.Role == ChatRole.System || message.Role.Value == "developer";

    private static string? SystemText(ChatRequest request, int leading)
    {
        var texts = new List<string>();
        if (!string.IsNullOrEmpty(request.Options?.Instructions))
        {
            texts.Add(request.Options.Instructions);
        }

        for (var i = 0; i < leading; i++)
        {
            foreach (var content in request.Messages[i].Contents)
            {
                if (content is TextContent { Text.Length: > 0 } text)
                {
                    texts.Add(text.Text);
                }
                else if (content is not (TextContent or UsageContent))
                {
                    request.Warnings.ContentNotSent(content.GetType().Name, "System messages carry text only.");
                }
            }
        }

        return texts.Count == 0 ? null : string.Join("\n\n", texts);
    }

    /// <summary>Consecutive turns of one side are one; results stay apart, each with its call's id.</summary>
    private static void Add(List<HunyuanTurn> turns, HunyuanTurn turn)
    {
        if (turns.Count > 0 && turns[^1].Role == turn.Role && !turn.IsTool)
        {
            turns[^1].Add(turn);
        }
        else
        {
            turns.Add(turn);
        }
    }

    private static List<HunyuanTurn> Alternate(ChatRequest request, List<HunyuanTurn> turns)
    {
        var ordered = new List<HunyuanTurn>(turns.Count + 2);
        foreach (var turn in turns)
        {
            if (ordered.Count == 0 && turn.Role != ChatRole.User)
            {
                AddPlaceholder(request, ordered, ChatRole.User);
            }

            if (ordered.Count > 0 && ordered[^1].IsAssistant == turn.IsAssistant && !(turn.IsTool && ordered[^1].IsTool))
            {
                AddPlaceholder(request, ordered, turn.IsAssistant ? ChatRole.User : ChatRole.Assistant);
            }

            ordered.Add(turn);
        }

        if (ordered is [.., { IsAssistant: true }])
        {
            AddPlaceholder(request, ordered, ChatRole.User);
        }

        return ordered;
    }

    private static void AddPlaceholder(ChatRequest request, List<HunyuanTurn> turns, ChatRole role)
    {
        turns.Add(HunyuanTurn.Of(role, Placeholder));
        request.Warnings.Adjusted("messages", "The provider wants user and assistant by turns, from the user to the user; a placeholder stands where one said nothing.");
    }

    /// <summary>The oldest go, as the provider itself does with an input that is too long; a result never stands without its call.</summary>
    private static void Cut(ChatRequest request, List<HunyuanTurn> turns, int most)
    {
        if (turns.Count <= most)
        {
            return;
        }

        var start = turns.FindIndex(turns.Count - most, static turn => turn.Role == ChatRole.User);
        if (start < 0)
        {
            start = turns.FindIndex(turns.Count - most + 1, static turn => turn.IsAssistant) - 1; // a long loop of tools begins in its middle
            if (start < 0)
            {
                return; // the results of one turn alone are too many: the provider will say so
            }

            turns[start] = HunyuanTurn.Of(ChatRole.User, Placeholder);
        }

        turns.RemoveRange(0, start);
        request.Warnings.ContentNotSent("messages", "The provider takes 40 messages; the oldest were left out.");
    }
}
