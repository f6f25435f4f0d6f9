using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Writes the items of multimodal content: <c>{"text":…}</c>, <c>{"image":…}</c>, <c>{"video":…}</c>, <c>{"audio":…}</c> (protocols/qwen.md §8).</summary>
internal static class DashScopeContentWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                WriteItem(writer, text, "text", text.Text);
                break;
            case DataContent data when KindOf(data) is { } kind:
                WriteItem(writer, data, kind, data.Uri);
                break;
            case UriContent uri when KindOf(uri) is { } kind:
                WriteItem(writer, uri, kind, uri.Uri.OriginalString);
                break;
            default:
                WarnUnlessText(request, content);
                break;
        }
    }

    /// <summary>The member for a medium, or null for what is none.</summary>
    public static string? KindOf(AIContent content) => content switch
    {
        DataContent data => data.HasTopLevelMediaType("image") ? "image" : data.HasTopLevelMediaType("video") ? "video" : data.HasTopLevelMediaType("audio") ? "audio" : null,
        UriContent uri => uri.HasTopLevelMediaType("image") ? "image" : uri.HasTopLevelMediaType("video") ? "video" : uri.HasTopLevelMediaType("audio") ? "audio" : null,
        _ => null,
    };

    public static void WarnUnlessText(ChatRequest request, AIContent content)
    {
        if (content is not (TextContent or TextReasoningContent or UsageContent or FunctionResultContent))
        {
            request.Warnings.ContentNotSent(content.GetType().Name, "This wire has no place for it.");
        }
    }

    /// <summary>True when a medium lies in Alibaba's own store, which the server must be told to look into (protocols/qwen.md §2).</summary>
    public static bool HasOssAddress(IReadOnlyList<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is UriContent { Uri: var address } && address.OriginalString.StartsWith("oss://", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Members that the caller gave an item in the provider's own words (<c>min_pixels</c>, <c>fps</c>, …) stand beside it.</summary>
    private static void WriteItem(Utf8JsonWriter writer, AIContent content, string name, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(name, value);
        foreach (var (member, extra) in content.AdditionalProperties ?? [])
        {
            if (member != name && member != "detail" && !member.Contains('.', StringComparison.Ordinal) && !WireSettings.IsOwned(member))
            {
                writer.WritePropertyName(member);
                JsonWrite.Value(writer, extra);
            }
        }

        writer.WriteEndObject();
    }
}
