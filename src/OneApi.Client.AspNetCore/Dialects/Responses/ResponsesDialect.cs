using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>
/// OpenAI's Responses API (protocols/openai-responses.md): each request brings its whole conversation along, or refers to items of answers that are
/// remembered for a while. Requests are always translated.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="memory">Remembers items; null where nothing is remembered.</param>
/// <param name="limit">How many bytes a request may have together with the items that it refers to.</param>
internal sealed class ResponsesDialect(TimeProvider time, ResponsesMemory? memory = null, long limit = long.MaxValue) : ChatDialect
{
    public override ValueTask<ReadOnlyMemory<byte>> RecallAsync(ReadOnlyMemory<byte> body, string? caller, CancellationToken cancellationToken) =>
        memory is not null && ResponsesReferences.MayBeIn(body.Span)
            ? ResponsesReferences.ResolveAsync(body, limit, id => memory.FindAsync(caller, id, cancellationToken))
            : new(body);

    public override ValueTask KeepAsync(ChatBody request, string? caller) =>
        memory is not null && request.State is ResponsesSettings { Keeps: true, Answered: { Count: > 0 } items }
            ? memory.KeepAsync(caller, items)
            : ValueTask.CompletedTask;

    public override ChatBody Read(ReadOnlyMemory<byte> body) => ResponsesRequestReader.Read(body);

    public override void WriteAnswer(IBufferWriter<byte> output, ChatResponse response, ChatBody request)
    {
        var settings = (ResponsesSettings)request.State!;
        var items = new ResponsesOutput(settings, events: null);
        var logprobs = LogprobsOf(response.AdditionalProperties);
        foreach (var message in response.Messages)
        {
            if (message.Role != ChatRole.Assistant)
            {
                continue;
            }

            items.EndMessage();
            foreach (var content in message.Contents)
            {
                items.Add(content, logprobs);
                logprobs = content is TextContent ? null : logprobs;
            }
        }

        var answer = new ResponsesObject(settings, response.ModelId, response.CreatedAt ?? time.GetUtcNow());
        items.Complete(answer.Complete(response.FinishReason, response.Usage ?? request.Options.Progress?.Record?.Usage, time.GetUtcNow()));
        using var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions);
        answer.Write(writer, items.Items);
    }

    public override ChatEventWriter CreateEventWriter(ChatBody request) => new ResponsesEventWriter(request, (ResponsesSettings)request.State!, time);

    public override void WriteError(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        using var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("type"u8, error.Type);
        writer.WriteString("param"u8, ResponsesObject.PlaceOf(error));
        writer.WriteString("code"u8, error.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>What a server of chat completions says of the tokens of its text: the tokens have the same members on this wire.</summary>
    public static JsonElement? LogprobsOf(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue("logprobs", out var value)
        && value is JsonElement { ValueKind: JsonValueKind.Object } logprobs && logprobs.TryGetProperty("content"u8, out var tokens) && tokens.ValueKind == JsonValueKind.Array
            ? tokens
            : null;
}
