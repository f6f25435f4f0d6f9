using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Writes the blocks of an answer (protocols/anthropic.md §4).</summary>
internal static class MessagesBlockWriter
{
    /// <summary>Gets the options of every writer of the dialect: text of any script stays readable, nothing is validated twice.</summary>
    public static JsonWriterOptions JsonOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a content as a block; one that has none in this wire is left out.</summary>
    public static void Write(Utf8JsonWriter writer, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                if (text.Text.Length > 0)
                {
                    WriteText(writer, text);
                }

                break;
            case TextReasoningContent thought:
                WriteThought(writer, thought);
                break;
            case FunctionCallContent call when !call.InformationalOnly:
                WriteCall(writer, call);
                break;
            case ErrorContent { Message.Length: > 0 } refusal:
                WriteText(writer, new(refusal.Message));
                break;
            case var other when MessagesMarks.BlockOf(other) is { } block:
                block.WriteTo(writer);
                break;
        }
    }

    /// <summary>Writes the object of a thought without its text and signature: the members that its maker has added are part of it.</summary>
    public static void WriteRedacted(Utf8JsonWriter writer, TextReasoningContent thought)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "redacted_thinking"u8);
        writer.WriteString("data"u8, thought.ProtectedData);
        WriteOthers(writer, thought);
        writer.WriteEndObject();
    }

    /// <summary>Writes type, id and name of a call; its input comes next.</summary>
    public static void WriteCallHead(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteString("type"u8, "tool_use"u8);
        writer.WriteString("id"u8, call.CallId);
        writer.WriteString("name"u8, call.Name);
    }

    /// <summary>Writes what follows the input of a call: who calls, which Anthropic's SDKs count on, and what its maker has added.</summary>
    public static void WriteCallTail(Utf8JsonWriter writer, FunctionCallContent call)
    {
        if (call.AdditionalProperties?.ContainsKey(MessagesMarks.Caller) is not true)
        {
            writer.WriteStartObject("caller"u8);
            writer.WriteString("type"u8, "direct"u8);
            writer.WriteEndObject();
        }

        WriteOthers(writer, call);
    }

    /// <summary>Writes the arguments as an object; unreadable ones are an empty one.</summary>
    public static void WriteInput(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            writer.WritePropertyName(name);
            JsonValues.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        WriteCallHead(writer, call);
        writer.WritePropertyName("input"u8);
        WriteInput(writer, call);
        WriteCallTail(writer, call);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, TextContent text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, text.Text);
        var any = false;
        foreach (var annotation in text.Annotations ?? [])
        {
            if (!MessagesCitations.CanWrite(annotation))
            {
                continue;
            }

            if (!any)
            {
                writer.WriteStartArray("citations"u8);
                any = true;
            }

            MessagesCitations.Write(writer, annotation);
        }

        if (any)
        {
            writer.WriteEndArray();
        }

        WriteOthers(writer, text);
        writer.WriteEndObject();
    }

    /// <summary>A signature goes out only where it is one of this wire: another provider's would come back to Anthropic and be refused.</summary>
    private static void WriteThought(Utf8JsonWriter writer, TextReasoningContent thought)
    {
        var isSigned = thought.ProtectedData is not null && MessagesMarks.IsSigned(thought);
        if (isSigned && MessagesMarks.IsRedacted(thought))
        {
            WriteRedacted(writer, thought);
        }
        else if (thought.Text.Length > 0 || isSigned)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "thinking"u8);
            writer.WriteString("thinking"u8, thought.Text);
            writer.WriteString("signature"u8, isSigned ? thought.ProtectedData : string.Empty);
            WriteOthers(writer, thought);
            writer.WriteEndObject();
        }
    }

    private static void WriteOthers(Utf8JsonWriter writer, AIContent content)
    {
        if (content.AdditionalProperties is not { } properties)
        {
            return;
        }

        foreach (var (name, value) in properties)
        {
            if (name.StartsWith(MessagesMarks.Member, StringComparison.Ordinal) && name is not (MessagesMarks.Block or MessagesMarks.Redacted or MessagesMarks.Signed))
            {
                writer.WritePropertyName(name.AsSpan(MessagesMarks.Member.Length));
                JsonValues.Write(writer, value);
            }
        }
    }
}
