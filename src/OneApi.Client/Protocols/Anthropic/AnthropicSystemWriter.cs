using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// Writes <c>system</c>: the instructions and the leading system messages, one text block each (protocols/anthropic.md §2). A later
/// system message is user text (<see cref="AnthropicTurn"/>): there it keeps its place, and the cached prefix stays as it was.
/// </summary>
internal static class AnthropicSystemWriter
{
    private static readonly ChatRole Developer = new("developer");

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var any = false;
        if (!string.IsNullOrWhiteSpace(request.Options?.Instructions))
        {
            Open(writer, ref any);
            AnthropicContentWriter.WriteText(writer, request.Options.Instructions);
        }

        var count = LeadingCount(request.Messages);
        for (var i = 0; i < count; i++)
        {
            foreach (var content in request.Messages[i].Contents)
            {
                if (content is not TextContent)
                {
                    Report(request, content);
                }
                else if (AnthropicContentWriter.CanWrite(request, content, isAssistant: false))
                {
                    Open(writer, ref any);
                    AnthropicContentWriter.Write(writer, request, new(content));
                }
            }
        }

        if (any)
        {
            writer.WriteEndArray();
        }
    }

    /// <summary>How many messages belong to <c>system</c>. Where there are no others the last one stays behind as the user's, since a request without a message is refused.</summary>
    public static int LeadingCount(IReadOnlyList<ChatMessage> messages)
    {
        var count = 0;
        while (count < messages.Count && IsSystem(messages[count].Role))
        {
            count++;
        }

        return count > 0 && count == messages.Count ? count - 1 : count;
    }

    private static bool IsSystem(ChatRole role) => role == ChatRole.System || role == Developer;

    private static void Open(Utf8JsonWriter writer, ref bool any)
    {
        if (!any)
        {
            writer.WriteStartArray("system"u8);
            any = true;
        }
    }

    private static void Report(ChatRequest request, AIContent content)
    {
        if (content is not UsageContent)
        {
            request.Warnings.ContentNotSent(content.GetType().Name, "A system message of this wire can only carry text.");
        }
    }
}
