using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Dialects.ChatCompletions;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Completions;

/// <summary>OpenAI's older completions (protocols/openai.md §10). The prompt is said by the user; always translated.</summary>
internal sealed class CompletionsDialect(TimeProvider time) : ChatDialect
{
    private const int DefaultTokens = 16;

    private static readonly string[] Read_ =
    [
        "model", "prompt", "stream", "stream_options", "max_tokens", "temperature", "top_p", "frequency_penalty", "presence_penalty", "seed", "stop",
        "suffix", "best_of", "n", "echo", "logprobs", "group", "fallbacks",
    ];

    public override ChatBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Read(JsonElement.Parse(body.Span));
        }
        catch (InvalidOperationException)
        {
            throw EndpointException.Invalid(null, "A text in the body is no valid Unicode: half of a surrogate pair stands alone.", "invalid_json");
        }
    }

    public override void WriteAnswer(IBufferWriter<byte> output, ChatResponse response, ChatBody request)
    {
        using var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions);
        CompletionWriter.WriteHead(writer, response.ResponseId ?? CompletionWriter.NewId(), response.ModelId ?? request.Options.ModelId, response.CreatedAt ?? time.GetUtcNow());
        CompletionWriter.WriteChoice(writer, (request.State as string) + response.Text, CompletionWriter.FinishOf(response.FinishReason));
        if ((response.Usage ?? request.Options.Progress?.Record?.Usage) is { } usage)
        {
            ChatUsageWriter.Write(writer, usage);
        }

        writer.WriteEndObject();
    }

    public override ChatEventWriter CreateEventWriter(ChatBody request) => new CompletionEventWriter(request, time);

    public override void WriteError(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        using var writer = new Utf8JsonWriter(output, JsonValues.WriterOptions);
        OpenAIErrorWriter.Write(writer, error, requestId);
    }

    private static ChatBody Read(JsonElement request)
    {
        var prompt = PromptOf(request);
        Refuse(request, "suffix", "Text can't be filled in before a suffix here; leave it out.");
        Refuse(request, "best_of", "One completion is made for each call; leave it out, or use 1.", one: true);
        Refuse(request, "n", "One completion is made for each call; leave it out, or use 1.", one: true);
        if (ChatJson.Member(request, "logprobs") is not { ValueKind: JsonValueKind.Number } chances || !chances.TryGetInt32(out var count) || count != 0)
        {
            Refuse(request, "logprobs", "The chances of tokens are told by chat completions only; leave it out.");
        }

        var streaming = ChatJson.Flag(request, "stream", string.Empty) == true;
        var options = new OneApiChatOptions
        {
            ModelId = ChatJson.Text(request, "model", string.Empty) is { Length: > 0 } model ? model : null,
            MaxOutputTokens = (int)(ChatJson.Integer(request, "max_tokens", 0, int.MaxValue) ?? DefaultTokens),
            Temperature = ChatJson.Number(request, "temperature"),
            TopP = ChatJson.Number(request, "top_p"),
            FrequencyPenalty = ChatJson.Number(request, "frequency_penalty"),
            PresencePenalty = ChatJson.Number(request, "presence_penalty"),
            Seed = ChatJson.Integer(request, "seed"),
            StopSequences = ChatRequestReader.StopsOf(request),
            EndUser = ChatJson.Text(request, "user", string.Empty),
            Group = ChatJson.Text(request, "group", string.Empty),
            Fallbacks = ChatRequestReader.FallbacksOf(request),
        };
        foreach (var member in request.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !Read_.Contains(member.Name))
            {
                ChatRequestReader.Add(options, member.Name, member.Value);
            }
        }

        return new()
        {
            Messages = [new(ChatRole.User, prompt)],
            Options = options,
            Streaming = streaming,
            WantsUsage = ChatRequestReader.AsksForUsage(request),
            State = ChatJson.Flag(request, "echo", string.Empty) == true ? prompt : null,
        };
    }

    private static string PromptOf(JsonElement request) => ChatJson.Member(request, "prompt") switch
    {
        null => throw ChatJson.Missing("prompt"),
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } several when several.GetArrayLength() == 1 && several[0].ValueKind == JsonValueKind.String => several[0].GetString()!,
        { ValueKind: JsonValueKind.Array } several when several.GetArrayLength() > 0 && several[0].ValueKind == JsonValueKind.String =>
            throw EndpointException.Invalid("prompt", $"There are {several.GetArrayLength()} prompts; send one in each call."),
        { ValueKind: JsonValueKind.Array } => throw EndpointException.Invalid("prompt", "Prompts of tokens are not taken; send the text."),
        { } other => throw ChatJson.Wrong("prompt", "a string", other),
    };

    private static void Refuse(JsonElement request, string name, string message, bool one = false)
    {
        if (ChatJson.Member(request, name) is { } value && !(one && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number == 1) && !(value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0))
        {
            throw EndpointException.Invalid(name, message, "unsupported_parameter");
        }
    }
}
