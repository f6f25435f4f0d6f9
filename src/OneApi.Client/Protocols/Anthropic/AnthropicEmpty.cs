using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>When an answer with nothing in it is a failure (protocols/anthropic.md §8).</summary>
internal static class AnthropicEmpty
{
    public static void ThrowIf(bool isEmpty, ChatFinishReason? finish, ChatRequest request)
    {
        if (!isEmpty)
        {
            return;
        }

        if (finish == ChatFinishReason.ContentFilter)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ContentFiltered, "The model refused before it said anything.", "refusal");
        }

        if ((finish is null || finish == ChatFinishReason.Stop || finish == ChatFinishReason.ToolCalls) && !FollowsToolResult(request))
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
        }
    }

    /// <summary>After a tool result the model may have nothing to add, and says so by an empty turn.</summary>
    private static bool FollowsToolResult(ChatRequest request)
    {
        if (request.Raw?["messages"] is System.Text.Json.Nodes.JsonArray { Count: > 0 } raw)
        {
            return raw[^1]?["content"] is System.Text.Json.Nodes.JsonArray blocks
                && blocks.Any(static block => block?["type"]?.ToString() == "tool_result");
        }

        return request.Messages.Count > 0 && request.Messages[^1].Contents.Any(static content => content is FunctionResultContent);
    }
}
