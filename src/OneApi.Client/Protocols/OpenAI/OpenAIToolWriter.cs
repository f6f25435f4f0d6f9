using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Writes tools and the choice among them (protocols/openai.md §4).</summary>
internal static class OpenAIToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        if (raw.Has("tools"))
        {
            WriteChoice(writer, request, options, raw);
            return;
        }

        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        if (!request.Profile.Tools)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.Tools), "The provider knows no tools.");
            return;
        }

        if (options.ToolMode is NoneChatToolMode && !request.Profile.ToolChoiceNone && !raw.Has("tool_choice"))
        {
            return; // the server can't be told to leave them alone
        }

        if (WriteTools(writer, request, options, tools, raw) > 0)
        {
            WriteChoice(writer, request, options, raw);
        }
    }

    private static int WriteTools(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, IList<AITool> tools, in RawMembers raw)
    {
        var functions = 0;
        HostedWebSearchTool? search = null;
        foreach (var tool in tools)
        {
            switch (tool)
            {
                case HostedWebSearchTool hosted when request.Profile.WebSearchTool is { } switches:
                    if (functions++ == 0)
                    {
                        writer.WriteStartArray("tools"u8);
                    }

                    WriteSearch(writer, hosted, switches);
                    break;
                case AIFunctionDeclaration function:
                    if (functions++ == 0)
                    {
                        writer.WriteStartArray("tools"u8);
                    }

                    WriteFunction(writer, request, function, OpenAISchema.StrictOf(function.AdditionalProperties.ContainsKey(OpenAISchema.StrictProperty) ? function.AdditionalProperties : options.AdditionalProperties));
                    break;
                case HostedWebSearchTool hosted when request.Profile.WebSearchOptions:
                    search = hosted;
                    break;
                default:
                    request.Warnings.NotHonoured(nameof(ChatOptions.Tools), $"There is no place here for a tool of type {tool.GetType().Name}.");
                    break;
            }
        }

        if (functions > 0)
        {
            writer.WriteEndArray();
        }

        if (search is not null && !raw.Has("web_search_options"))
        {
            writer.WriteStartObject("web_search_options"u8);
            foreach (var (name, value) in search.AdditionalProperties)
            {
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }

            writer.WriteEndObject();
        }

        return functions;
    }

    /// <summary>A search among the functions; the tool's additional properties are its members (zhipu.md §3, spark.md §6).</summary>
    private static void WriteSearch(Utf8JsonWriter writer, HostedWebSearchTool search, string[] switches)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "web_search"u8);
        writer.WriteStartObject("web_search"u8);
        foreach (var (name, value) in search.AdditionalProperties)
        {
            writer.WritePropertyName(name);
            JsonWrite.Value(writer, value);
        }

        foreach (var name in switches)
        {
            if (!search.AdditionalProperties.ContainsKey(name))
            {
                writer.WriteBoolean(name, true);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter writer, ChatRequest request, AIFunctionDeclaration function, bool? strict)
    {
        if (strict is not null && !OpenAIMembers.IsBeta(request))
        {
            request.Warnings.NotHonoured("strict", "The provider knows strict tools only at its beta address.");
            strict = null;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, function.Name);
        if (!string.IsNullOrEmpty(function.Description))
        {
            writer.WriteString("description"u8, function.Description);
        }

        writer.WritePropertyName("parameters"u8);
        WriteParameters(writer, request.Profile, strict == true ? OpenAISchema.Strict(function) : function.JsonSchema);
        if (strict is { } flag)
        {
            writer.WriteBoolean("strict"u8, flag);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter writer, WireProfile profile, JsonElement schema)
    {
        schema = profile.TypedBranches ? MoonshotSchema.Transform(schema) : schema;
        if (!profile.ParametersAsText)
        {
            OpenAISchema.WriteParameters(writer, schema, profile.SchemaKeyword);
            return;
        }

        var text = new ArrayBufferWriter<byte>();
        using (var inner = new Utf8JsonWriter(text, JsonWrite.WriterOptions))
        {
            OpenAISchema.WriteParameters(inner, schema, profile.SchemaKeyword);
        }

        writer.WriteStringValue(text.WrittenSpan);
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        if (options.ToolMode is { } mode && !raw.Has("tool_choice"))
        {
            WriteMode(writer, request, mode);
        }

        if (options.AllowMultipleToolCalls is { } parallel && !raw.Has("parallel_tool_calls"))
        {
            if (request.Profile.ParallelToolCalls)
            {
                writer.WriteBoolean("parallel_tool_calls"u8, parallel);
            }
            else
            {
                request.Warnings.NotHonoured(nameof(ChatOptions.AllowMultipleToolCalls), "The provider has no such setting.");
            }
        }
    }

    private static void WriteMode(Utf8JsonWriter writer, ChatRequest request, ChatToolMode mode)
    {
        switch (mode)
        {
            case RequiredChatToolMode when request.Profile.ToolChoiceRequired is null:
                request.Warnings.NotHonoured(nameof(ChatOptions.ToolMode), "The provider can't be told that a tool must be called.");
                break;
            case RequiredChatToolMode { RequiredFunctionName: not null } when OpenAIStreaming.IsThinkingInStreamsOnly(request):
                request.Warnings.NotHonoured(nameof(ChatOptions.ToolMode), "A model that thinks can't be told which tool it must call."); // protocols/qwen.md §6
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
                writer.WriteString("tool_choice"u8, request.Profile.ToolChoiceRequired);
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
