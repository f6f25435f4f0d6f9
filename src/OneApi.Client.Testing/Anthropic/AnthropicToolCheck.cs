using System.Text.Json;
using System.Text.RegularExpressions;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Anthropic;

/// <summary>Every <c>tool_use</c> is answered in the next message, before any text of it; no <c>tool_result</c> answers nothing.</summary>
/// <remarks>Consecutive messages of one role count as one, as the server merges them.</remarks>
internal static partial class AnthropicToolCheck
{
    public static void Check(JsonElement messages)
    {
        HashSet<string> open = [];
        HashSet<string> answerable = [];
        string? role = null;
        var hasText = false;

        foreach (var message in messages.Items())
        {
            if (message.Member("role").TextOrNull() != role)
            {
                // The turn before this one was where the calls before it had to be answered.
                RequireNone(role is "user" ? open : []);
                role = message.Member("role").TextOrNull();
                hasText = false;

                if (role is "assistant")
                {
                    answerable.Clear();
                }
            }

            foreach (var block in Blocks(message.Member("content")))
            {
                switch (block.Member("type").TextOrNull())
                {
                    case "tool_use":
                        var id = CheckedId(block.Member("id").TextOrNull());
                        open.Add(id);
                        answerable.Add(id);
                        break;
                    case "tool_result":
                        Close(block, open, answerable, hasText);
                        break;
                    default:
                        hasText = true;
                        break;
                }
            }
        }

        RequireNone(open);
    }

    private static IEnumerable<JsonElement> Blocks(JsonElement content)
        => content.IsArray() ? content.Items() : [content];

    private static string CheckedId(string? id) => id is not null && ToolId().IsMatch(id)
        ? id
        : throw RequestRefusedException.Invalid("messages.0.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");

    private static void Close(JsonElement block, HashSet<string> open, HashSet<string> answerable, bool hasText)
    {
        var id = block.Member("tool_use_id").TextOrNull() ?? "";

        if (!answerable.Contains(id))
        {
            throw RequestRefusedException.Invalid($"messages: unexpected `tool_use_id` found in `tool_result` blocks: {id}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
        }

        if (hasText)
        {
            RequireNone(open);
        }

        open.Remove(id);
    }

    private static void RequireNone(HashSet<string> open)
    {
        if (open.Count > 0)
        {
            throw RequestRefusedException.Invalid($"messages: `tool_use` ids were found without `tool_result` blocks immediately after: {string.Join(", ", open)}. Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex ToolId();
}
