using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Writes a call, whole or as the only piece of a stream (protocols/openai.md §4).</summary>
internal static class ChatCallWriter
{
    /// <summary>A member that Anthropic's calls have, and no server of this wire takes back.</summary>
    private const string Caller = "caller";

    public static void Write(Utf8JsonWriter writer, FunctionCallContent call, OneApiChatOptions asked, int? index = null)
    {
        writer.WriteStartObject();
        if (index is { } number)
        {
            writer.WriteNumber("index"u8, number);
        }

        writer.WriteString("id"u8, call.CallId);
        if (IsCustom(call, asked))
        {
            writer.WriteString("type"u8, "custom"u8);
            writer.WriteStartObject("custom"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WriteString("input"u8, CustomInput.Of(call));
        }
        else
        {
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WriteString("arguments"u8, JsonValues.ArgumentsOf(call));
        }

        writer.WriteEndObject();
        WriteOthers(writer, call);
        writer.WriteEndObject();
    }

    /// <summary>Writes the one call that the older words have a place for.</summary>
    public static void WriteOlder(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject("function_call"u8);
        writer.WriteString("name"u8, call.Name);
        writer.WriteString("arguments"u8, JsonValues.ArgumentsOf(call));
        writer.WriteEndObject();
    }

    /// <summary>The provider has called a custom tool, or a function in whose clothes the caller's custom tool went out.</summary>
    private static bool IsCustom(FunctionCallContent call, OneApiChatOptions asked)
    {
        if (call.AdditionalProperties?.ContainsKey(ChatMembers.Custom) == true)
        {
            return true;
        }

        for (var i = 0; i < asked.Tools?.Count; i++)
        {
            if (asked.Tools[i] is ChatFunction { IsCustom: true } tool && tool.Name == call.Name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the provider wants back with its call (<c>extra_content</c> holds a signature of Gemini's). Names with a dot are nobody's members.</summary>
    private static void WriteOthers(Utf8JsonWriter writer, FunctionCallContent call)
    {
        foreach (var (name, value) in call.AdditionalProperties ?? [])
        {
            if (value is JsonElement element && name is not ("id" or "type" or "function" or "custom" or "index" or Caller) && !name.Contains('.', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal))
            {
                writer.WritePropertyName(name);
                element.WriteTo(writer);
            }
        }
    }
}
