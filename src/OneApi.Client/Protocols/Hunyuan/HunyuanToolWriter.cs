using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Writes tools and the choice among them: parameters are JSON text, a tool that must be called stands in <c>CustomTool</c> (protocols/hunyuan.md §3).</summary>
internal static class HunyuanToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        var hasTools = raw.Has("Tools");
        if (!hasTools && options.Tools is { Count: > 0 } tools)
        {
            hasTools = WriteTools(writer, request, tools, raw);
        }

        if (hasTools && options.ToolMode is { } mode && !raw.Has("ToolChoice"))
        {
            WriteMode(writer, request, options, mode, raw);
        }

        if (hasTools && options.AllowMultipleToolCalls == false)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.AllowMultipleToolCalls), "The provider can't be told to call one tool only.");
        }
    }

    private static bool WriteTools(Utf8JsonWriter writer, ChatRequest request, IList<AITool> tools, in RawMembers raw)
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
                        writer.WriteStartArray("Tools"u8);
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
            WriteSearch(writer, search, raw);
        }

        return isOpen;
    }

    private static void WriteFunction(Utf8JsonWriter writer, AIFunctionDeclaration function)
    {
        writer.WriteStartObject();
        writer.WriteString("Type"u8, "function"u8);
        writer.WriteStartObject("Function"u8);
        writer.WriteString("Name"u8, function.Name);
        if (!string.IsNullOrEmpty(function.Description))
        {
            writer.WriteString("Description"u8, function.Description);
        }

        writer.WriteString("Parameters"u8, ParametersOf(function));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> ParametersOf(AIFunctionDeclaration function)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, JsonWrite.WriterOptions))
        {
            OpenAISchema.WriteParameters(writer, function.JsonSchema, keepKeyword: true);
        }

        return buffer.WrittenSpan;
    }

    /// <summary>The search on the web is an enhancement of the answer, off unless it is asked for; its settings are members of the body.</summary>
    private static void WriteSearch(Utf8JsonWriter writer, HostedWebSearchTool search, in RawMembers raw)
    {
        var hasSwitch = raw.Has("EnableEnhancement");
        foreach (var (name, value) in search.AdditionalProperties)
        {
            if (!raw.Has(name))
            {
                hasSwitch |= name == "EnableEnhancement";
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }
        }

        if (!hasSwitch)
        {
            writer.WriteBoolean("EnableEnhancement"u8, true);
        }
    }

    private static void WriteMode(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, ChatToolMode mode, in RawMembers raw)
    {
        switch (mode)
        {
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                WriteNamed(writer, request, options, name, raw);
                break;
            case RequiredChatToolMode when OnlyFunction(options) is { } only:
                WriteNamed(writer, request, options, only.Name, raw); // some tool of one is that one
                break;
            case RequiredChatToolMode:
                request.Warnings.NotHonoured(nameof(ChatOptions.ToolMode), "The provider can be told which tool it must call, but not that it must call some tool.");
                writer.WriteString("ToolChoice"u8, "auto"u8);
                break;
            case NoneChatToolMode:
                writer.WriteString("ToolChoice"u8, "none"u8);
                break;
            default:
                writer.WriteString("ToolChoice"u8, "auto"u8);
                break;
        }
    }

    private static void WriteNamed(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, string name, in RawMembers raw)
    {
        if (raw.Has("CustomTool"))
        {
            writer.WriteString("ToolChoice"u8, "custom"u8);
            return;
        }

        foreach (var tool in options.Tools ?? [])
        {
            if (tool is AIFunctionDeclaration function && function.Name == name)
            {
                writer.WriteString("ToolChoice"u8, "custom"u8);
                writer.WritePropertyName("CustomTool"u8);
                WriteFunction(writer, function);
                return;
            }
        }

        request.Warnings.NotHonoured(nameof(ChatOptions.ToolMode), "The tool that must be called is not among the tools.");
    }

    private static AIFunctionDeclaration? OnlyFunction(ChatOptions options)
    {
        AIFunctionDeclaration? only = null;
        foreach (var tool in options.Tools ?? [])
        {
            if (tool is AIFunctionDeclaration function)
            {
                if (only is not null)
                {
                    return null;
                }

                only = function;
            }
        }

        return only;
    }
}
