using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Whether an answer comes as events, and in what pieces (protocols/qwen.md §5, §7).</summary>
internal static class DashScopeStreaming
{
    /// <summary>
    /// True when events are asked for. A model that thinks may refuse a call that is not streamed, so such a call is streamed
    /// too, and the answer put together here.
    /// </summary>
    public static bool IsStream(ChatRequest request) => request.Streaming || IsThinking(request, DashScopeExtras.Of(request));

    public static bool IsStream(ChatRequest request, DashScopeExtras extras) => request.Streaming || IsThinking(request, extras);

    /// <summary>True when the caller asked for events that repeat the whole answer so far.</summary>
    public static bool IsCumulative(ChatRequest request) => FlagOf(DashScopeExtras.Of(request).Parameters?["incremental_output"]) == false;

    public static bool IsThinking(ChatRequest request, DashScopeExtras extras) =>
        FlagOf(extras.Parameters?["enable_thinking"])
        ?? (request.Options?.Reasoning?.Effort is { } effort ? effort != ReasoningEffort.None : DashScopeModel.ThinksUnasked(request.Model));

    private static bool? FlagOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
