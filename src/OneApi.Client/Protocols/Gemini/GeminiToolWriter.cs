using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Writes tools and the choice among them (protocols/gemini.md §4).</summary>
internal static class GeminiToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, GeminiExtras extras)
    {
        var hasGivenTools = extras.Has("tools");
        var functions = 0;
        if (!hasGivenTools && request.Options?.Tools is { Count: > 0 } tools)
        {
            functions = WriteTools(writer, request, tools);
        }

        if (extras.Has(GeminiExtras.ToolConfig))
        {
            return;
        }

        var config = new GeminiObject(writer, GeminiExtras.ToolConfig, extras.Tools);
        if ((functions > 0 || hasGivenTools) && request.Options?.ToolMode is { } mode && !config.Has("functionCallingConfig"))
        {
            WriteMode(config.Property("functionCallingConfig"), mode);
        }

        config.Close();
    }

    private static int WriteTools(Utf8JsonWriter writer, ChatRequest request, IList<AITool> tools)
    {
        if (!request.Endpoint.Profile.Tools)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.Tools), "The provider knows no tools.");
            return 0;
        }

        var open = false;
        var functions = WriteFunctions(writer, request, tools, ref open);
        foreach (var tool in tools)
        {
            switch (tool)
            {
                case AIFunctionDeclaration:
                    break;
                case HostedWebSearchTool:
                    WriteEmpty(writer, "googleSearch", ref open);
                    break;
                case HostedCodeInterpreterTool:
                    WriteEmpty(writer, "codeExecution", ref open);
                    break;
                case HostedFileSearchTool { Inputs: { Count: > 0 } inputs } search when inputs.Any(static input => input is HostedVectorStoreContent):
                    WriteFileSearch(writer, search, inputs, ref open);
                    break;
                default:
                    request.Warnings.NotHonoured(nameof(ChatOptions.Tools), $"This wire has no place for a tool of type {tool.GetType().Name}.");
                    break;
            }
        }

        if (open)
        {
            writer.WriteEndArray();
        }

        return functions;
    }

    private static int WriteFunctions(Utf8JsonWriter writer, ChatRequest request, IList<AITool> tools, ref bool open)
    {
        var functions = 0;
        foreach (var tool in tools)
        {
            if (tool is not AIFunctionDeclaration function)
            {
                continue;
            }

            if (functions++ == 0)
            {
                Open(writer, ref open);
                writer.WriteStartObject();
                writer.WriteStartArray("functionDeclarations"u8);
            }

            WriteFunction(writer, request, function);
        }

        if (functions > 0)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return functions;
    }

    private static void WriteFunction(Utf8JsonWriter writer, ChatRequest request, AIFunctionDeclaration function)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, function.Name);
        if (!string.IsNullOrEmpty(function.Description))
        {
            writer.WriteString("description"u8, function.Description);
        }

        // Old versions refuse an object without properties, so a function without arguments gets no parameters at all.
        if (GeminiSchema.HasArguments(function.JsonSchema))
        {
            if (request.Endpoint.Profile.JsonSchema)
            {
                writer.WritePropertyName("parametersJsonSchema"u8);
                function.JsonSchema.WriteTo(writer);
            }
            else
            {
                writer.WritePropertyName("parameters"u8);
                GeminiSchema.Clean(function.JsonSchema).WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteFileSearch(Utf8JsonWriter writer, HostedFileSearchTool tool, IList<AIContent> inputs, ref bool open)
    {
        Open(writer, ref open);
        writer.WriteStartObject();
        writer.WriteStartObject("fileSearch"u8);
        writer.WriteStartArray("fileSearchStoreNames"u8);
        foreach (var input in inputs)
        {
            if (input is HostedVectorStoreContent store)
            {
                writer.WriteStringValue(store.VectorStoreId);
            }
        }

        writer.WriteEndArray();
        if (tool.MaximumResultCount is { } limit)
        {
            writer.WriteNumber("topK"u8, limit);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter writer, string name, ref bool open)
    {
        Open(writer, ref open);
        writer.WriteStartObject();
        writer.WriteStartObject(name);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Open(Utf8JsonWriter writer, ref bool open)
    {
        if (!open)
        {
            open = true;
            writer.WriteStartArray("tools"u8);
        }
    }

    private static void WriteMode(Utf8JsonWriter writer, ChatToolMode mode)
    {
        writer.WriteStartObject();
        writer.WriteString("mode"u8, mode switch
        {
            RequiredChatToolMode => "ANY"u8,
            NoneChatToolMode => "NONE"u8,
            _ => "AUTO"u8,
        });
        if (mode is RequiredChatToolMode { RequiredFunctionName: { } name })
        {
            writer.WriteStartArray("allowedFunctionNames"u8);
            writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
