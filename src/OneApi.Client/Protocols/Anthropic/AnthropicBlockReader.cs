using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Reads one whole content block (protocols/anthropic.md §4).</summary>
internal static class AnthropicBlockReader
{
    public static void Add(JsonElement block, string provider, List<AIContent> contents)
    {
        switch (StringOf(block, "type"))
        {
            case "text":
                AddText(block, contents);
                break;
            case "thinking":
                contents.Add(Thinking(StringOf(block, "thinking") ?? string.Empty, StringOf(block, "signature"), provider));
                break;
            case "redacted_thinking":
                contents.Add(AnthropicBlocks.KeepRedacted(block, provider));
                break;
            case "tool_use":
                contents.Add(ToolUse(block));
                break;
            default:
                contents.Add(AnthropicBlocks.Keep(block, provider));
                break;
        }
    }

    public static TextReasoningContent Thinking(string text, string? signature, string provider)
    {
        var content = new TextReasoningContent(text);
        if (!string.IsNullOrEmpty(signature))
        {
            content.ProtectedData = signature;
            OpaqueState.Mark(content, provider);
        }

        return content;
    }

    private static void AddText(JsonElement block, List<AIContent> contents)
    {
        var text = StringOf(block, "text") ?? string.Empty;
        var citations = block.TryGetProperty("citations"u8, out var list) ? AnthropicCitations.ReadAll(list) : null;
        if (text.Length > 0 || citations is not null)
        {
            contents.Add(new TextContent(text) { Annotations = citations });
        }
    }

    private static FunctionCallContent ToolUse(JsonElement block)
    {
        var json = block.TryGetProperty("input"u8, out var input)
            ? input.ValueKind == JsonValueKind.String ? input.GetString()! : input.GetRawText()
            : "{}";
        return ToolArguments.Parse(StringOf(block, "id") ?? ResponseIds.New(), StringOf(block, "name") ?? string.Empty, Encoding.UTF8.GetBytes(json));
    }

    private static string? StringOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
