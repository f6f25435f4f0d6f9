using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// What one side says without interruption: the blocks of consecutive messages of one role (protocols/anthropic.md §3). Only what can
/// be written is in it; the rest was reported.
/// </summary>
internal sealed class AnthropicTurn(bool isAssistant)
{
    private const string Opening = "(The assistant speaks first.)";

    public bool IsAssistant { get; } = isAssistant;

    public List<AnthropicItem> Items { get; } = [];

    /// <summary>Reads the history after the leading system messages; a later system message counts as the user's.</summary>
    public static List<AnthropicTurn> Of(ChatRequest request)
    {
        var turns = new List<AnthropicTurn>();
        var foreign = ServerSideCalls(request.Messages);
        for (var i = AnthropicSystemWriter.LeadingCount(request.Messages); i < request.Messages.Count; i++)
        {
            Add(turns, request, request.Messages[i], foreign);
        }

        foreach (var turn in turns)
        {
            turn.Order();
        }

        TrimEnd(turns);
        if (turns is [{ IsAssistant: true }, ..])
        {
            // The user must speak first (protocols/anthropic.md §3). A greeting that a host puts first is kept behind a turn that says nothing.
            turns.Insert(0, new(isAssistant: false) { Items = { new(new TextContent(Opening)) } });
        }

        return turns;
    }

    /// <summary>True when the last message answers a call: then the model may have nothing to add.</summary>
    public static bool EndsWithResult(ChatRequest request)
    {
        if (request.Raw?["messages"] is JsonArray { Count: > 0 } given)
        {
            return given[^1]?["content"] is JsonArray blocks && blocks.Any(static block => block?["type"]?.ToString() == "tool_result");
        }

        return request.Messages.Count > 0 && request.Messages[^1].Contents.Any(static content => content is FunctionResultContent);
    }

    private static void Add(List<AnthropicTurn> turns, ChatRequest request, ChatMessage message, HashSet<string>? foreign)
    {
        var isAssistantMessage = message.Role == ChatRole.Assistant;
        var citations = new AnthropicCitationSpans();
        foreach (var content in message.Contents)
        {
            var isAssistant = content switch
            {
                FunctionCallContent => true,
                FunctionResultContent => false,
                _ => isAssistantMessage,
            };
            if (content is FunctionResultContent result && foreign?.Contains(result.CallId) == true)
            {
                continue; // the call was a provider's own affair and is not sent either
            }

            if (content is TextContent { Text.Length: 0, Annotations.Count: > 0 } late)
            {
                if (AnthropicMarks.BelongsTo(late, request.Endpoint.Provider))
                {
                    citations.Attach(turns, late);
                }
            }
            else if (AnthropicContentWriter.CanWrite(request, content, isAssistant))
            {
                var items = Find(turns, isAssistant).Items;
                citations.Note(items, content);
                items.Add(new(content));
            }
            else
            {
                citations.Note(null, content);
            }
        }
    }

    private static AnthropicTurn Find(List<AnthropicTurn> turns, bool isAssistant)
    {
        if (turns.Count == 0 || turns[^1].IsAssistant != isAssistant)
        {
            turns.Add(new(isAssistant));
        }

        return turns[^1];
    }

    private static HashSet<string>? ServerSideCalls(IReadOnlyList<ChatMessage> messages)
    {
        HashSet<string>? ids = null;
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is FunctionCallContent call && ToolArguments.IsServerSide(call, messages))
                {
                    (ids ??= new(StringComparer.Ordinal)).Add(call.CallId);
                }
            }
        }

        return ids;
    }

    /// <summary>Results stand before all else in the user's turn, thinking in the assistant's; a turn that begins with thinking, or in which the server's own tools worked, is left as it came.</summary>
    private void Order()
    {
        if (!IsAssistant)
        {
            MoveToFront(static item => item.Content is FunctionResultContent);
        }
        else if (Items[0].Content is not TextReasoningContent && !Items.Exists(static item => AnthropicMarks.BlockOf(item.Content) is not null))
        {
            MoveToFront(static item => item.Content is TextReasoningContent);
        }
    }

    private void MoveToFront(Func<AnthropicItem, bool> isFirst)
    {
        var last = Items.FindLastIndex(item => isFirst(item));
        if (last < 0 || Items.FindIndex(item => !isFirst(item)) is var other && (other < 0 || other > last))
        {
            return;
        }

        var ordered = Items.OrderBy(item => isFirst(item) ? 0 : 1).ToList(); // a stable sort
        Items.Clear();
        Items.AddRange(ordered);
    }

    /// <summary>An answer that the model is to continue may not end in white space.</summary>
    private static void TrimEnd(List<AnthropicTurn> turns)
    {
        if (turns.Count > 0 && turns[^1] is { IsAssistant: true } last && last.Items[^1] is { Content: TextContent } item)
        {
            last.Items[^1] = item with { Text = item.WrittenText.TrimEnd(), Annotations = item.Annotations ?? (item.Text is null ? item.Content.Annotations : null) };
        }
    }
}
