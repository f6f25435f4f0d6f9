using System.Buffers;
using System.Text.Json;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Writes output items and their parts as JSON (protocols/openai-responses.md §4). What it gives out holds until it is asked for the next.</summary>
internal sealed class ResponsesItemWriter
{
    /// <summary>A member of ours on calls: what their provider wants back with them. SDKs that keep members that they don't know give it back.</summary>
    public const string State = "oneapi_state";

    public const string InProgress = "in_progress";
    public const string Completed = "completed";
    public const string Incomplete = "incomplete";

    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    /// <summary>Adds to the items of a JSON array.</summary>
    public static void Append(ArrayBufferWriter<byte> list, ReadOnlySpan<byte> item)
    {
        if (list.WrittenCount > 0)
        {
            list.Write(","u8);
        }

        list.Write(item);
    }

    /// <summary>A message.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="status">Its status.</param>
    /// <param name="parts">Its parts, as the items of a JSON array.</param>
    public ReadOnlySpan<byte> Message(string id, string status, ReadOnlySpan<byte> parts)
    {
        using var writer = Begin(id, "message"u8, status);
        writer.WritePropertyName("content"u8);
        WriteArray(writer, parts);
        writer.WriteString("role"u8, "assistant"u8);
        return End(writer);
    }

    public ReadOnlySpan<byte> TextPart(string text, List<byte[]> annotations, ReadOnlySpan<byte> logprobs)
    {
        using var writer = Begin("output_text"u8);
        writer.WriteStartArray("annotations"u8);
        foreach (var annotation in annotations)
        {
            writer.WriteRawValue(annotation, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("logprobs"u8);
        WriteArray(writer, logprobs);
        writer.WriteString("text"u8, text);
        return End(writer);
    }

    public ReadOnlySpan<byte> RefusalPart(string refusal)
    {
        using var writer = Begin("refusal"u8);
        writer.WriteString("refusal"u8, refusal);
        return End(writer);
    }

    public ReadOnlySpan<byte> SummaryPart(string text)
    {
        using var writer = Begin("summary_text"u8);
        writer.WriteString("text"u8, text);
        return End(writer);
    }

    /// <summary>Reasoning; it has no status on this wire.</summary>
    public ReadOnlySpan<byte> Reasoning(string id, string? summary, string? sealedText)
    {
        using var writer = Begin(id, "reasoning"u8, status: null);
        writer.WriteStartArray("summary"u8);
        if (summary is not null)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "summary_text"u8);
            writer.WriteString("text"u8, summary);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (sealedText is not null)
        {
            writer.WriteString("encrypted_content"u8, sealedText);
        }

        return End(writer);
    }

    public ReadOnlySpan<byte> Call(string id, string status, string callId, (string? Namespace, string Name) tool, string arguments, string? state)
    {
        using var writer = Begin(id, "function_call"u8, status);
        writer.WriteString("arguments"u8, arguments);
        writer.WriteString("call_id"u8, callId);
        WriteName(writer, tool);
        if (state is not null)
        {
            writer.WriteString(State, state);
        }

        return End(writer);
    }

    public ReadOnlySpan<byte> CustomCall(string id, string status, string callId, (string? Namespace, string Name) tool, string input)
    {
        using var writer = Begin(id, "custom_tool_call"u8, status);
        writer.WriteString("call_id"u8, callId);
        writer.WriteString("input"u8, input);
        WriteName(writer, tool);
        return End(writer);
    }

    private static void WriteName(Utf8JsonWriter writer, (string? Namespace, string Name) tool)
    {
        writer.WriteString("name"u8, tool.Name);
        if (tool.Namespace is not null)
        {
            writer.WriteString("namespace"u8, tool.Namespace);
        }
    }

    /// <summary>An image that the model made.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="status">Its status.</param>
    /// <param name="format">Its format (<c>png</c>).</param>
    /// <param name="base64">Its bytes; empty before they are there.</param>
    public ReadOnlySpan<byte> Image(string id, string status, ReadOnlySpan<char> format, ReadOnlySpan<char> base64)
    {
        using var writer = Begin(id, "image_generation_call"u8, status);
        writer.WriteString("output_format"u8, format);
        writer.WritePropertyName("result"u8);
        if (base64.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStringValue(base64);
        }

        return End(writer);
    }

    /// <summary>Writes items that are JSON already as an array.</summary>
    public static void WriteArray(Utf8JsonWriter writer, ReadOnlySpan<byte> items)
    {
        if (items.IsEmpty)
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
            return;
        }

        var length = items.Length + 2;
        var array = ArrayPool<byte>.Shared.Rent(length);
        array[0] = (byte)'[';
        items.CopyTo(array.AsSpan(1));
        array[length - 1] = (byte)']';
        writer.WriteRawValue(array.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(array);
    }

    private Utf8JsonWriter Begin(string id, ReadOnlySpan<byte> type, string? status)
    {
        var writer = Begin();
        writer.WriteString("id"u8, id);
        writer.WriteString("type"u8, type);
        if (status is not null)
        {
            writer.WriteString("status"u8, status);
        }

        return writer;
    }

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> type)
    {
        var writer = Begin();
        writer.WriteString("type"u8, type);
        return writer;
    }

    private Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        var writer = new Utf8JsonWriter(_buffer, JsonValues.WriterOptions);
        writer.WriteStartObject();
        return writer;
    }

    private ReadOnlySpan<byte> End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenSpan;
    }
}
