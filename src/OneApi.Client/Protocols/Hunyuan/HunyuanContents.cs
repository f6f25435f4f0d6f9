using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Sorts the contents of one message into turns: results of tools before what a user says, behind what an assistant calls.</summary>
internal static class HunyuanContents
{
    public static void Collect(ChatRequest request, ChatMessage message, Action<HunyuanTurn> add)
    {
        var isAssistant = message.Role == ChatRole.Assistant;
        if (!isAssistant)
        {
            CollectResults(request, message, add);
        }

        if (OthersOf(request, message) is { } others)
        {
            add(others);
        }

        if (isAssistant)
        {
            CollectResults(request, message, add);
        }
    }

    /// <summary>The wire's kind of part for a medium, or null for what it has no place for.</summary>
    public static string? KindOf(AIContent content) => content switch
    {
        DataContent data => data.HasTopLevelMediaType("image") ? "image_url" : data.HasTopLevelMediaType("video") ? "video_url" : null,
        UriContent uri => uri.HasTopLevelMediaType("image") ? "image_url" : uri.HasTopLevelMediaType("video") ? "video_url" : null,
        _ => null,
    };

    private static void CollectResults(ChatRequest request, ChatMessage message, Action<HunyuanTurn> add)
    {
        foreach (var content in message.Contents)
        {
            if (content is not FunctionResultContent result || IsInformational(message, result))
            {
                continue;
            }

            if (ToolArguments.HasMedia(result))
            {
                request.Warnings.ContentNotSent("tool result", "The result of a tool carries text only.");
            }

            add(new(ChatRole.Tool) { Result = result });
        }
    }

    /// <summary>A call that is told for information only is not sent, and so has no result either.</summary>
    private static bool IsInformational(ChatMessage message, FunctionResultContent result)
    {
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent { InformationalOnly: true } call && call.CallId == result.CallId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Everything but results; null when nothing is left that can be sent, for an empty message is refused.</summary>
    private static HunyuanTurn? OthersOf(ChatRequest request, ChatMessage message)
    {
        var turn = new HunyuanTurn(message.Role == ChatRole.Assistant ? ChatRole.Assistant : ChatRole.User);
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } text:
                    turn.Parts.Add(text);
                    break;
                case FunctionCallContent call when turn.IsAssistant && !ToolArguments.IsServerSide(call, request.Messages):
                    turn.Calls.Add(call);
                    break;
                case DataContent or UriContent when !turn.IsAssistant && KindOf(content) is not null:
                    turn.Parts.Add(content);
                    break;
                case TextContent or TextReasoningContent or UsageContent or FunctionResultContent or FunctionCallContent { InformationalOnly: true }:
                    break; // reasoning must not go back (protocols/hunyuan.md §3)
                default:
                    request.Warnings.ContentNotSent(content.GetType().Name, "This wire has no place for it.");
                    break;
            }
        }

        if (turn.Parts.Count == 0 && turn.Calls.Count == 0)
        {
            return null;
        }

        ReportRole(request, message);
        return turn;
    }

    private static void ReportRole(ChatRequest request, ChatMessage message)
    {
        if (HunyuanHistory.IsSystem(message))
        {
            request.Warnings.Adjusted("system message", "The provider takes a system message only as the first; a later one was sent as the user's.");
        }
        else if (message.Role == ChatRole.Tool)
        {
            request.Warnings.Adjusted("tool message", "A tool message can only carry function results; the rest was sent as the user's.");
        }

        if (!string.IsNullOrEmpty(message.AuthorName) && message.Role != ChatRole.Assistant)
        {
            request.Warnings.ContentNotSent(nameof(ChatMessage.AuthorName), "The provider takes no names in messages.");
        }
    }
}
