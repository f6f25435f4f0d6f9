using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Why an answer has ended, in Anthropic's words (protocols/anthropic.md §8).</summary>
internal static class MessagesStop
{
    private const string Reason = "stop_reason";
    private const string Sequence = "stop_sequence";
    private const string Details = "stop_details";

    /// <summary>Writes the members that tell it.</summary>
    /// <param name="writer">Stands in the object.</param>
    /// <param name="finish">The finish reason, or null where none was named.</param>
    /// <param name="others">What the provider has said besides: its own word, where that says more.</param>
    /// <param name="hasCall">Whether the answer calls a tool.</param>
    public static void Write(Utf8JsonWriter writer, ChatFinishReason? finish, AdditionalPropertiesDictionary? others, bool hasCall)
    {
        var sequence = TextOf(others, Sequence);
        writer.WriteString("stop_reason"u8, TextOf(others, Reason) ?? (sequence is null ? WordOf(finish, hasCall) : "stop_sequence"));
        writer.WriteString("stop_sequence"u8, sequence);
        if (others?.TryGetValue(Details, out var details) == true && details is JsonElement { ValueKind: JsonValueKind.Object } element)
        {
            writer.WritePropertyName("stop_details"u8);
            element.WriteTo(writer);
        }
    }

    /// <summary>Some providers end with "stop" although tools are called; a caller of this wire looks for calls only after <c>tool_use</c>.</summary>
    private static string WordOf(ChatFinishReason? finish, bool hasCall) => finish switch
    {
        { } reason when reason == ChatFinishReason.Length => "max_tokens",
        { } reason when reason == ChatFinishReason.ContentFilter => "refusal",
        { } reason when reason == ChatFinishReason.ToolCalls => "tool_use",
        _ => hasCall ? "tool_use" : "end_turn",
    };

    private static string? TextOf(AdditionalPropertiesDictionary? others, string name) =>
        others?.TryGetValue(name, out var value) != true ? null
        : value is JsonElement { ValueKind: JsonValueKind.String } element ? element.GetString()
        : value as string;
}
