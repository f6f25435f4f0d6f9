using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Writes the functions that are offered and the choice among them (protocols/wenxin.md §3, §7).</summary>
internal static class WenxinToolWriter
{
    /// <summary>Members of a function that only this wire has; a tool carries them as additional properties.</summary>
    private static readonly string[] OwnMembers = ["responses", "examples"];

    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        var functions = FunctionsOf(writer, request, options, raw);
        if (options.ToolMode is NoneChatToolMode && !raw.Has("functions"))
        {
            return; // the server can't be told to leave them alone, so it is not told of them
        }

        if (functions.Count > 0 && !raw.Has("functions"))
        {
            WriteFunctions(writer, functions);
        }

        if (functions.Count == 0 && !raw.Has("functions"))
        {
            return;
        }

        if (options.ToolMode is RequiredChatToolMode mode && !raw.Has("tool_choice"))
        {
            WriteChoice(writer, request, mode, functions);
        }

        if (options.AllowMultipleToolCalls == true)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.AllowMultipleToolCalls), "The provider calls one function an answer.");
        }
    }

    private static List<AIFunctionDeclaration> FunctionsOf(Utf8JsonWriter writer, ChatRequest request, ChatOptions options, in RawMembers raw)
    {
        var functions = new List<AIFunctionDeclaration>();
        var searches = false;
        foreach (var tool in options.Tools ?? [])
        {
            switch (tool)
            {
                case AIFunctionDeclaration function:
                    functions.Add(function);
                    break;
                case HostedWebSearchTool:
                    searches = true;
                    break;
                default:
                    request.Warnings.NotHonoured(nameof(ChatOptions.Tools), $"There is no place here for a tool of type {tool.GetType().Name}.");
                    break;
            }
        }

        if (searches && !raw.Has("disable_search"))
        {
            writer.WriteBoolean("disable_search"u8, false);
        }

        return functions;
    }

    private static void WriteFunctions(Utf8JsonWriter writer, List<AIFunctionDeclaration> functions)
    {
        writer.WriteStartArray("functions"u8);
        foreach (var function in functions)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, function.Name);
            writer.WriteString("description"u8, string.IsNullOrEmpty(function.Description) ? function.Name : function.Description); // not optional
            writer.WritePropertyName("parameters"u8);
            WriteParameters(writer, function.JsonSchema);
            foreach (var member in OwnMembers)
            {
                if (function.AdditionalProperties.TryGetValue(member, out var value))
                {
                    writer.WritePropertyName(member);
                    JsonWrite.Value(writer, value);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A function without parameters must still have an object with <c>properties</c>.</summary>
    private static void WriteParameters(Utf8JsonWriter writer, JsonElement schema)
    {
        writer.WriteStartObject();
        var (hasType, hasProperties) = (false, false);
        if (schema.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in schema.EnumerateObject())
            {
                hasType |= member.NameEquals("type"u8);
                hasProperties |= member.NameEquals("properties"u8);
                if (!member.NameEquals("$schema"u8))
                {
                    member.WriteTo(writer);
                }
            }
        }

        if (!hasType)
        {
            writer.WriteString("type"u8, "object"u8);
        }

        if (!hasProperties)
        {
            writer.WriteStartObject("properties"u8);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatRequest request, RequiredChatToolMode mode, List<AIFunctionDeclaration> functions)
    {
        var name = mode.RequiredFunctionName ?? (functions is [var only] ? only.Name : null);
        if (name is null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ToolMode), "The provider can be told to call one function by name, not any of several.");
            return;
        }

        writer.WriteStartObject("tool_choice"u8);
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, name);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
