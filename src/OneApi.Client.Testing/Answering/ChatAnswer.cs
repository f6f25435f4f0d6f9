using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Answering;

/// <summary>An answer with everything settled that its wire may need: ids, pieces, token counts.</summary>
internal sealed class ChatAnswer
{
    public required string Id { get; init; }

    public required string Model { get; init; }

    public required long CreatedUnixSeconds { get; init; }

    public required IReadOnlyList<string> TextPieces { get; init; }

    public required IReadOnlyList<string> ReasoningPieces { get; init; }

    public required IReadOnlyList<AnsweredCall> Calls { get; init; }

    /// <summary>Gets the provider's word for the end; <see langword="null"/> means the natural one.</summary>
    public required string? FinishReason { get; init; }

    public required FakeUsage Usage { get; init; }

    public string Text => string.Concat(TextPieces);

    public string Reasoning => string.Concat(ReasoningPieces);

    public static ChatAnswer Create(WireCall call, FakeReply reply, Conversation conversation, string answerIdPrefix, string callIdPrefix)
    {
        var text = reply.Chunks is { } chunks ? chunks : TextPiecesOf(reply.Text, reply);
        var reasoning = TextPiecesOf(reply.Reasoning, reply);
        AnsweredCall[] calls = [.. reply.ToolCalls.Select(toolCall => Answered(call, toolCall, reply, callIdPrefix))];

        return new ChatAnswer
        {
            Id = call.NextId(answerIdPrefix),
            Model = call.Request.Model ?? "",
            CreatedUnixSeconds = call.UnixSeconds,
            TextPieces = text,
            ReasoningPieces = reasoning,
            Calls = calls,
            FinishReason = reply.FinishReason,
            Usage = reply.Usage ?? Count(conversation, string.Concat(text), string.Concat(reasoning), calls),
        };
    }

    private static IReadOnlyList<string> TextPiecesOf(string? text, FakeReply reply) => Answering.TextPieces.Of(text ?? "", reply.ChunkSize);

    private static AnsweredCall Answered(WireCall call, FakeToolCall toolCall, FakeReply reply, string idPrefix)
        => new(toolCall.Id ?? call.NextId(idPrefix), toolCall.Id is not null, toolCall.Name, toolCall.ArgumentsJson, TextPiecesOf(toolCall.ArgumentsJson, reply));

    private static FakeUsage Count(Conversation conversation, string text, string reasoning, AnsweredCall[] calls) => new()
    {
        InputTokens = conversation.InputTokens,
        OutputTokens = FakeUsage.Count(text) + FakeUsage.Count(reasoning) + calls.Sum(static call => FakeUsage.Count(call.Name) + FakeUsage.Count(call.ArgumentsJson)),
        ReasoningTokens = FakeUsage.Count(reasoning),
    };
}
