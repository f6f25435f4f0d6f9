using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Small parts that whole answers and chunks are both made of.</summary>
internal static class ChatWords
{
    private const string Calls = "tool_calls";

    public static string NewId() => "chatcmpl-" + Guid.CreateVersion7().ToString("N");

    /// <summary>The caller speaks the older words: <c>functions</c>, and <c>function_call</c> in the answer.</summary>
    public static bool AreOlder(OneApiChatOptions asked) => asked.Tools is [ChatFunction { IsOlder: true }, ..];

    public static string FinishOf(ChatFinishReason? reason, bool hasCalls, OneApiChatOptions asked) => (reason?.Value ?? (hasCalls ? Calls : "stop")) switch
    {
        Calls when AreOlder(asked) => "function_call",
        var word => word,
    };
}
