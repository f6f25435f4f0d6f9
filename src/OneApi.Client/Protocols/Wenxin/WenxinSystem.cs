using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>The one system text of a call, beside the messages: no message may have that role (protocols/wenxin.md §3).</summary>
internal static class WenxinSystem
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var texts = new List<string>();
        if (!string.IsNullOrEmpty(request.Options?.Instructions))
        {
            texts.Add(request.Options.Instructions);
        }

        var isLate = false;
        foreach (var message in request.Messages)
        {
            if (!Is(message))
            {
                isLate = true;
                continue;
            }

            if (isLate)
            {
                request.Warnings.Adjusted("system message", "The provider takes one system text, before the conversation; a later system message was added to it.");
            }

            AddTexts(request, message, texts);
        }

        if (texts.Count > 0)
        {
            writer.WriteString("system"u8, string.Join("\n\n", texts));
        }
    }

    public static bool Is(ChatMessage message) => message.Role == ChatRole.System || message.Role.Value == "developer";

    private static void AddTexts(ChatRequest request, ChatMessage message, List<string> texts)
    {
        foreach (var content in message.Contents)
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
}
