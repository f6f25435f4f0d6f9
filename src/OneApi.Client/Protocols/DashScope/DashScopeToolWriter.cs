using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Writes tools and the choice among them: OpenAI's shapes, inside <c>parameters</c> (protocols/qwen.md §3, §6).</summary>
internal static class DashScopeToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, DashScopeExtras extras)
    {
        var hasTools = extras.HasParameter("tools");
        if (!hasTools && options.Tools is { Count: > 0 } tools)
        {
            hasTools = WriteTools(writer, request, tools, extras);
        }

        if (!hasTools)
        {
            return;
        }

        if (options.ToolMode is { } mode && !extras.HasParameter("tool_choice"))
        {
            WriteMode(writer, request, mode, extras);
        }

        if (options.AllowMultipleToolCalls is { } parallel && !extras.HasParameter("parallel_tool_calls"))
        {
            writer.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private static bool WriteTools(Utf8JsonWriter writer, ChatRequest request, IList<AITool> tools, DashScopeExtras extras)
    {
        var isOpen = false;
        HostedWebSearchTool? search = null;
        foreach (var tool in tools)
        {
            switch (tool)
            {
                case AIFunctionDeclaration function:
                    if (!isOpen)
                    {
                        isOpen = true;
                        writer.WriteStartArray("tools"u8);
                    }

                    WriteFunction(writer, function);
                    break;
                case HostedWebSearchTool hosted:
                    search = hosted;
                    break;
                default:
                    request.Warnings.NotHonoured(nameof(ChatOptions.Tools), $"There is no place here for a tool of type {tool.GetType().Name}.");
                    break;
            }
        }

        if (isOpen)
        {
            writer.WriteEndArray();
        }

        if (search is not null)
        {
            WriteSearch(writer, search, extras);
        }

        return isOpen;
    }

    private static void WriteFunction(Utf8JsonWriter writer, AIFunctionDeclaration function)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, function.Name);
        if (!string.IsNullOrEmpty(function.Description))
        {
            writer.WriteString("description"u8, function.Description);
        }

        writer.WritePropertyName("parameters"u8);
        OpenAISchema.WriteParameters(writer, function.JsonSchema, keepKeyword: true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSearch(Utf8JsonWriter writer, HostedWebSearchTool search, DashScopeExtras extras)
    {
        if (!extras.HasParameter("enable_search"))
        {
            writer.WriteBoolean("enable_search"u8, true);
        }

        if (search.AdditionalProperties is not { Count: > 0 } settings || extras.HasParameter("search_options"))
        {
            return;
        }

        writer.WriteStartObject("search_options"u8);
        foreach (var (name, value) in settings)
        {
            writer.WritePropertyName(name);
            JsonWrite.Value(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteMode(Utf8JsonWriter writer, ChatRequest request, ChatToolMode mode, DashScopeExtras extras)
    {
        switch (mode)
        {
            case RequiredChatToolMode { RequiredFunctionName: not null } when DashScopeStreaming.IsThinking(request, extras):
                request.Warnings.NotHonoured(nameof(ChatOptions.ToolMode), "A model that thinks can't be told which tool it must call.");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject("tool_choice"u8);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                writer.WriteString("tool_choice"u8, "required"u8);
                break;
            case NoneChatToolMode:
                writer.WriteString("tool_choice"u8, "none"u8);
                break;
            default:
                writer.WriteString("tool_choice"u8, "auto"u8);
                break;
        }
    }
}
