using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes tools and the choice among them (protocols/anthropic.md §5).</summary>
internal static class AnthropicToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in AnthropicThinking thinking, in RawMembers raw)
    {
        if (options.Tools is not { Count: > 0 } tools || raw.Has("tools"))
        {
            return;
        }

        var written = 0;
        foreach (var tool in tools)
        {
            if (tool is not (AIFunctionDeclaration or HostedWebSearchTool or HostedCodeInterpreterTool))
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.Tools), $"This wire has no place for a tool of type {tool.GetType().Name}.");
                continue;
            }

            if (written++ == 0)
            {
                writer.WriteStartArray("tools"u8);
            }

            WriteTool(writer, tool);
        }

        if (written > 0)
        {
            writer.WriteEndArray();
            WriteChoice(writer, request, options, thinking, raw);
        }
    }

    private static void WriteTool(Utf8JsonWriter writer, AITool tool)
    {
        writer.WriteStartObject();
        switch (tool)
        {
            case AIFunctionDeclaration function:
                WriteFunction(writer, function);
                break;
            case HostedWebSearchTool:
                writer.WriteString("type"u8, "web_search_20250305"u8);
                writer.WriteString("name"u8, "web_search"u8);
                break;
            default:
                writer.WriteString("type"u8, "code_execution_20250825"u8);
                writer.WriteString("name"u8, "code_execution"u8);
                break;
        }

        foreach (var (name, value) in tool.AdditionalProperties)
        {
            if (name != "strict" || tool is AIFunctionDeclaration)
            {
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter writer, AIFunctionDeclaration function)
    {
        writer.WriteString("name"u8, function.Name);
        if (!string.IsNullOrEmpty(function.Description))
        {
            writer.WriteString("description"u8, function.Description);
        }

        writer.WritePropertyName("input_schema"u8);
        if (function.JsonSchema.ValueKind == JsonValueKind.Object && function.JsonSchema.TryGetProperty("type"u8, out _))
        {
            function.JsonSchema.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "object"u8);
        writer.WriteStartObject("properties"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in AnthropicThinking thinking, in RawMembers raw)
    {
        if (raw.Has("tool_choice"))
        {
            return;
        }

        var mode = options.ToolMode;
        var single = options.AllowMultipleToolCalls == false;
        if (mode is null && !single)
        {
            return;
        }

        if (mode is RequiredChatToolMode && thinking.IsOn)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ToolMode), "A tool can't be forced together with thinking.");
            mode = ChatToolMode.Auto;
        }

        writer.WriteStartObject("tool_choice"u8);
        switch (mode)
        {
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteString("type"u8, "tool"u8);
                writer.WriteString("name"u8, name);
                break;
            case RequiredChatToolMode:
                writer.WriteString("type"u8, "any"u8);
                break;
            case NoneChatToolMode:
                writer.WriteString("type"u8, "none"u8);
                break;
            default:
                writer.WriteString("type"u8, "auto"u8);
                break;
        }

        if (single && mode is not NoneChatToolMode)
        {
            writer.WriteBoolean("disable_parallel_tool_use"u8, true);
        }

        writer.WriteEndObject();
    }
}
