using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Rules of single servers on who may say what, met without losing a text.</summary>
internal static class OpenAIRoles
{
    /// <summary>The role of a system message: Baichuan's older models know none, so the user says it (other-openai-compatible-cn.md §1).</summary>
    public static string SystemOf(ChatRequest request)
    {
        if (request.Profile.SystemMessages)
        {
            return ChatRole.System.Value;
        }

        request.Warnings.Adjusted("system message", "The model knows no system messages; it was sent as the user's.");
        return ChatRole.User.Value;
    }

    /// <summary>
    /// The place of the system message that the user must say because nobody says anything else (zhipu.md §3: code 1214):
    /// the last one, -1 for the instructions; null where there is no need.
    /// </summary>
    public static int? LoneSystem(ChatRequest request)
    {
        if (request.Profile.LoneSystem || (request.Messages.Count == 0 && string.IsNullOrEmpty(request.Options?.Instructions)))
        {
            return null;
        }

        foreach (var message in request.Messages)
        {
            if (message.Role != ChatRole.System)
            {
                return null;
            }
        }

        request.Warnings.Adjusted("system message", "The provider wants a user's message; the last system message was sent as one.");
        return request.Messages.Count - 1;
    }

    /// <summary>ChatGLM3's server puts a prompt of its own before the messages when there are tools, and drops the first system message for it: this one.</summary>
    public static void WriteLostSystem(Utf8JsonWriter writer, ChatRequest request)
    {
        if (!request.Profile.ToolsTakeSystem || request.Options?.Tools is not { Count: > 0 } || request.Options.ToolMode is NoneChatToolMode)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, "system"u8);
        writer.WriteString("content"u8, ""u8);
        writer.WriteEndObject();
    }

    /// <summary>True when a message would have neither text nor anything else in it.</summary>
    public static bool IsEmpty(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is not (TextContent { Text.Length: 0 } or TextReasoningContent or UsageContent))
            {
                return false;
            }
        }

        return message.Role != ChatRole.Tool;
    }

    /// <summary>Calls as the model writes them: the name, and its arguments in the next line.</summary>
    public static string TextOfCalls(ChatMessage message, string? text)
    {
        var told = new StringBuilder(text);
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent call)
            {
                told.Append(told.Length > 0 ? "\n" : null).Append(call.Name).Append('\n').Append(ToolArguments.ToText(call));
            }
        }

        return told.ToString();
    }
}
