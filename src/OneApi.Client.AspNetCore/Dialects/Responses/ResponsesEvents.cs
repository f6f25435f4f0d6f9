using System.Buffers;
using System.Text.Json;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Writes the events of a stream (protocols/openai-responses.md §6): a name, then one object with the same name, numbered without gaps. One wire's list of events, hence its length.</summary>
internal sealed class ResponsesEvents
{
    private IBufferWriter<byte> _output = new ArrayBufferWriter<byte>(1);
    private Utf8JsonWriter? _writer;
    private int _number;
    private bool _isMute;

    /// <summary>Says where the next events go.</summary>
    public void To(IBufferWriter<byte> output) => _output = output;

    /// <summary>No events of items follow.</summary>
    public void Mute() => _isMute = true;

    public void Response(ReadOnlySpan<byte> name, ResponsesObject response, ReadOnlySpan<byte> items)
    {
        var writer = Begin(name);
        writer.WritePropertyName("response"u8);
        response.Write(writer, items);
        End(writer);
    }

    /// <summary>An error: as the reference has it, and nested as OpenAI's servers send it, which is what SDKs make exceptions of.</summary>
    public void Error(EndpointError error)
    {
        var writer = Begin("error"u8);
        writer.WriteString("code"u8, ResponsesObject.CodeOf(error));
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("param"u8, ResponsesObject.PlaceOf(error));
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, error.Type);
        writer.WriteString("code"u8, ResponsesObject.CodeOf(error));
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("param"u8, ResponsesObject.PlaceOf(error));
        writer.WriteEndObject();
        End(writer);
    }

    public void ItemAdded(int index, ReadOnlySpan<byte> item) => Item("response.output_item.added"u8, index, item);

    public void ItemDone(int index, ReadOnlySpan<byte> item) => Item("response.output_item.done"u8, index, item);

    public void PartAdded(int index, int part, string id, ReadOnlySpan<byte> json) => Part("response.content_part.added"u8, "content_index"u8, index, part, id, json);

    public void PartDone(int index, int part, string id, ReadOnlySpan<byte> json) => Part("response.content_part.done"u8, "content_index"u8, index, part, id, json);

    public void SummaryPartAdded(int index, string id, ReadOnlySpan<byte> json) => Part("response.reasoning_summary_part.added"u8, "summary_index"u8, index, 0, id, json);

    public void SummaryPartDone(int index, string id, ReadOnlySpan<byte> json) => Part("response.reasoning_summary_part.done"u8, "summary_index"u8, index, 0, id, json);

    public void SummaryDelta(int index, string id, string delta) => Text("response.reasoning_summary_text.delta"u8, index, "summary_index"u8, 0, id, "delta"u8, delta);

    public void SummaryDone(int index, string id, string text) => Text("response.reasoning_summary_text.done"u8, index, "summary_index"u8, 0, id, "text"u8, text);

    public void RefusalDelta(int index, int part, string id, string delta) => Text("response.refusal.delta"u8, index, "content_index"u8, part, id, "delta"u8, delta);

    public void RefusalDone(int index, int part, string id, string refusal) => Text("response.refusal.done"u8, index, "content_index"u8, part, id, "refusal"u8, refusal);

    public void ArgumentsDelta(int index, string id, string delta) => Text("response.function_call_arguments.delta"u8, index, default, 0, id, "delta"u8, delta);

    public void ArgumentsDone(int index, string id, string arguments) => Text("response.function_call_arguments.done"u8, index, default, 0, id, "arguments"u8, arguments);

    public void InputDelta(int index, string id, string delta) => Text("response.custom_tool_call_input.delta"u8, index, default, 0, id, "delta"u8, delta);

    public void InputDone(int index, string id, string input) => Text("response.custom_tool_call_input.done"u8, index, default, 0, id, "input"u8, input);

    public void TextDelta(int index, int part, string id, string delta, JsonElement? logprobs)
    {
        if (_isMute)
        {
            return;
        }

        var writer = BeginItem("response.output_text.delta"u8, index, id);
        writer.WriteNumber("content_index"u8, part);
        writer.WriteString("delta"u8, delta);
        writer.WritePropertyName("logprobs"u8);
        if (logprobs is { ValueKind: JsonValueKind.Array } tokens)
        {
            tokens.WriteTo(writer);
        }
        else
        {
            ResponsesItemWriter.WriteArray(writer, default);
        }

        End(writer);
    }

    public void TextDone(int index, int part, string id, string text, ReadOnlySpan<byte> logprobs)
    {
        if (_isMute)
        {
            return;
        }

        var writer = BeginItem("response.output_text.done"u8, index, id);
        writer.WriteNumber("content_index"u8, part);
        writer.WriteString("text"u8, text);
        writer.WritePropertyName("logprobs"u8);
        ResponsesItemWriter.WriteArray(writer, logprobs);
        End(writer);
    }

    public void Annotation(int index, int part, string id, int number, ReadOnlySpan<byte> annotation)
    {
        if (_isMute)
        {
            return;
        }

        var writer = BeginItem("response.output_text.annotation.added"u8, index, id);
        writer.WriteNumber("content_index"u8, part);
        writer.WriteNumber("annotation_index"u8, number);
        writer.WritePropertyName("annotation"u8);
        writer.WriteRawValue(annotation, skipInputValidation: true);
        End(writer);
    }

    private void Item(ReadOnlySpan<byte> name, int index, ReadOnlySpan<byte> item)
    {
        if (_isMute)
        {
            return;
        }

        var writer = Begin(name);
        writer.WriteNumber("output_index"u8, index);
        writer.WritePropertyName("item"u8);
        writer.WriteRawValue(item, skipInputValidation: true);
        End(writer);
    }

    private void Part(ReadOnlySpan<byte> name, ReadOnlySpan<byte> place, int index, int part, string id, ReadOnlySpan<byte> json)
    {
        if (_isMute)
        {
            return;
        }

        var writer = BeginItem(name, index, id);
        writer.WriteNumber(place, part);
        writer.WritePropertyName("part"u8);
        writer.WriteRawValue(json, skipInputValidation: true);
        End(writer);
    }

    private void Text(ReadOnlySpan<byte> name, int index, ReadOnlySpan<byte> place, int part, string id, ReadOnlySpan<byte> member, string text)
    {
        if (_isMute)
        {
            return;
        }

        var writer = BeginItem(name, index, id);
        if (!place.IsEmpty)
        {
            writer.WriteNumber(place, part);
        }

        writer.WriteString(member, text);
        End(writer);
    }

    private Utf8JsonWriter BeginItem(ReadOnlySpan<byte> name, int index, string id)
    {
        var writer = Begin(name);
        writer.WriteString("item_id"u8, id);
        writer.WriteNumber("output_index"u8, index);
        return writer;
    }

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> name)
    {
        _output.Write("event: "u8);
        _output.Write(name);
        _output.Write("\ndata: "u8);
        if (_writer is { } writer)
        {
            writer.Reset(_output);
        }
        else
        {
            _writer = writer = new(_output, JsonValues.WriterOptions);
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, name);
        writer.WriteNumber("sequence_number"u8, _number++);
        return writer;
    }

    private void End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
        _output.Write("\n\n"u8);
    }
}
