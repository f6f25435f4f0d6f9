using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Small parts that whole answers and chunks are both made of.</summary>
internal static class ChatWords
{
    public static string NewId() => "chatcmpl-" + Guid.CreateVersion7().ToString("N");

    public static string FinishOf(ChatFinishReason? reason, bool hasCalls) => reason?.Value switch
    {
        null => hasCalls ? "tool_calls" : "stop",
        var word => word,
    };
}
