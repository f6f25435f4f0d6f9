using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>OpenAI's chat completions (protocols/openai.md).</summary>
internal sealed class ChatCompletionsDialect(TimeProvider time) : ChatDialect
{
    public override string? Wire => Wires.ChatCompletions;

    public override ChatBody Read(ReadOnlyMemory<byte> body) => ChatRequestReader.Read(body);

    public override void WriteAnswer(IBufferWriter<byte> output, ChatResponse response, ChatBody request)
    {
        using var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions);
        ChatAnswerWriter.Write(writer, response, request.Options, time);
    }

    public override ChatEventWriter CreateEventWriter(ChatBody request) => new ChatChunkWriter(request, time);

    public override void WriteError(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        using var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions);
        OpenAIErrorWriter.Write(writer, error, requestId);
    }
}
