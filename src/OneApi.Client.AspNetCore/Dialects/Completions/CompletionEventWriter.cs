using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Dialects.ChatCompletions;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Completions;

/// <summary>Writes a streamed text completion.</summary>
internal sealed class CompletionEventWriter(ChatBody request, TimeProvider time) : ChatEventWriter
{
    private readonly DateTimeOffset _created = time.GetUtcNow();
    private string? _echo = request.State as string;
    private string? _id;
    private string? _model;
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;

    public override void Write(IBufferWriter<byte> output, ChatResponseUpdate update)
    {
        _id ??= update.ResponseId;
        _model ??= update.ModelId;
        _finish = update.FinishReason ?? _finish;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent usage)
            {
                _usage = usage.Details;
            }
            else if (content is TextContent { Text.Length: > 0 } text)
            {
                WriteText(output, text.Text);
            }
        }
    }

    public override void Complete(IBufferWriter<byte> output)
    {
        WriteEvent(output, (_echo, CompletionWriter.FinishOf(_finish)), static (writer, end) => CompletionWriter.WriteChoice(writer, end._echo ?? string.Empty, end.Item2), request.WantsUsage);
        if (request.WantsUsage && (_usage ?? request.Options.Progress?.Record?.Usage) is { } usage)
        {
            WriteEvent(output, usage, static (writer, all) =>
            {
                writer.WriteStartArray("choices"u8);
                writer.WriteEndArray();
                ChatUsageWriter.Write(writer, all);
            });
        }

        output.Write("data: [DONE]\n\n"u8);
    }

    public override void Fail(IBufferWriter<byte> output, EndpointError error, string requestId) => OpenAIErrorWriter.WriteEvent(output, error, requestId);

    private void WriteText(IBufferWriter<byte> output, string text)
    {
        WriteEvent(output, _echo + text, static (writer, all) => CompletionWriter.WriteChoice(writer, all, finish: null), request.WantsUsage);
        _echo = null;
    }

    private void WriteEvent<T>(IBufferWriter<byte> output, T what, Action<Utf8JsonWriter, T> write, bool noUsageYet = false)
    {
        output.Write("data: "u8);
        using (var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions))
        {
            CompletionWriter.WriteHead(writer, _id ??= CompletionWriter.NewId(), _model ??= request.Options.ModelId, _created);
            write(writer, what);
            if (noUsageYet)
            {
                writer.WriteNull("usage"u8);
            }

            writer.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }
}
