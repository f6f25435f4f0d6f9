using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Writes tools and the choice among them (protocols/anthropic.md §5).</summary>
internal static class AnthropicToolWriter
{
    /// <summary>Members of a function that a caller may give in the tool's additional properties.</summary>
    private static readonly string[] FunctionExtras = ["cache_control", "defer_loading", "eager_input_streaming", "input_examples", "allowed_callers"];

    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, AnthropicModel model, in RawMembers raw)
    {
        var hasTools = raw.Has("tools");
        if (!hasTools && options.Tools is { Count: > 0 } tools)
        {
            hasTools = WriteTools(writer, request, options, tools);
        }

        if (hasTools && !raw.Has("tool_choice"))
        {
            WriteChoice(writer, request, options, model);
        }
    }

    private static bool WriteTools(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, IList<AITool> tools)
    {
        var any = false;
        foreach (var tool in tools)
        {
            if (tool is not AIFunctionDeclaration && !IsServerTool(tool))
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.Tools), $"This wire has no place for a tool of type {tool.GetType().Name}.");
                continue;
            }

            if (!any)
            {
                writer.WriteStartArray("tools"u8);
                any = true;
            }

            if (AnthropicMarks.ToolOf(tool) is { } own)
            {
                own.WriteTo(writer);
            }
            else if (tool is AIFunctionDeclaration function)
            {
                WriteFunction(writer, function, AnthropicSchema.StrictOf(function.AdditionalProperties) ?? AnthropicSchema.StrictOf(options.AdditionalProperties));
            }
            else
            {
                WriteServerTool(writer, request, tool);
            }
        }

        if (any)
        {
            writer.WriteEndArray();
        }

        return any;
    }

    private static void WriteFunction(Utf8JsonWriter writer, AIFunctionDeclaration function, bool? strict)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, function.Name);
        if (!string.IsNullOrEmpty(function.Description))
        {
            writer.WriteString("description"u8, function.Description);
        }

        writer.WritePropertyName("input_schema"u8);
        if (strict == true)
        {
            AnthropicSchema.WriteInput(writer, AnthropicSchema.Strict(function));
        }
        else
        {
            AnthropicSchema.WriteInput(writer, function.JsonSchema);
        }

        if (strict is { } flag)
        {
            writer.WriteBoolean("strict"u8, flag);
        }

        foreach (var name in FunctionExtras)
        {
            if (function.AdditionalProperties.TryGetValue(name, out var value) && value is not null)
            {
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>The tools that run at the provider: the two that Microsoft.Extensions.AI names, and any tool that brings its wire type along.</summary>
    private static bool IsServerTool(AITool tool) => tool is HostedWebSearchTool or HostedCodeInterpreterTool || tool.AdditionalProperties.ContainsKey("type") || AnthropicMarks.ToolOf(tool) is not null;

    private static void WriteServerTool(Utf8JsonWriter writer, ChatRequest request, AITool tool)
    {
        var (type, name) = tool switch
        {
            HostedWebSearchTool => ("web_search_20250305", "web_search"),
            HostedCodeInterpreterTool => ("code_execution_20250825", "code_execution"),
            _ => (null, tool.Name),
        };
        if (tool is HostedCodeInterpreterTool { Inputs.Count: > 0 })
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.Tools), "Files for code execution are sent as contents of a message.");
        }

        var own = tool.AdditionalProperties;
        writer.WriteStartObject();
        if (type is not null && !own.ContainsKey("type"))
        {
            writer.WriteString("type"u8, type);
        }

        if (!own.ContainsKey("name"))
        {
            writer.WriteString("name"u8, name);
        }

        foreach (var (member, value) in own)
        {
            writer.WritePropertyName(member);
            JsonWrite.Value(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, AnthropicModel model)
    {
        var mode = options.ToolMode;
        var isSingle = options.AllowMultipleToolCalls == false && mode is not NoneChatToolMode;
        if (mode is null && !isSingle)
        {
            return;
        }

        if (mode is RequiredChatToolMode && !model.ForcedToolChoice)
        {
            request.Warnings.Adjusted(nameof(ChatOptions.ToolMode), "This model can't be told that a tool must be called; the choice is its own.");
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

        if (isSingle)
        {
            writer.WriteBoolean("disable_parallel_tool_use"u8, true);
        }

        writer.WriteEndObject();
    }
}
