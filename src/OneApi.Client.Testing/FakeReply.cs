namespace OneApi.Client.Testing;

/// <summary>A scripted answer, rendered by each fake in its provider's own shape, whole or streamed as the request asks.</summary>
public sealed record FakeReply
{
    /// <summary>Gets the text.</summary>
    /// <value><see langword="null"/> means the joined <see cref="Chunks"/>, or no text.</value>
    public string? Text { get; init; }

    /// <summary>Gets the visible reasoning.</summary>
    /// <value><see langword="null"/>, the default, means none. OpenAI's shape carries it as <c>reasoning_content</c>, as compatible servers do.</value>
    public string? Reasoning { get; init; }

    /// <summary>Gets the tool calls, in order.</summary>
    public IReadOnlyList<FakeToolCall> ToolCalls { get; init; } = [];

    /// <summary>Gets the finish reason in the provider's own word, e.g. <c>length</c>, <c>max_tokens</c> or <c>MAX_TOKENS</c>.</summary>
    /// <value><see langword="null"/>, the default, means the natural one.</value>
    public string? FinishReason { get; init; }

    /// <summary>Gets the tokens to report.</summary>
    /// <value><see langword="null"/>, the default, means that they are counted with <see cref="FakeUsage.Count"/> over every text of the request and of the answer.</value>
    public FakeUsage? Usage { get; init; }

    /// <summary>Gets how many UTF-16 characters of text, reasoning or arguments one streamed event carries. Surrogate pairs stay together.</summary>
    /// <value>The default is 8.</value>
    public int ChunkSize { get; init; } = 8;

    /// <summary>Gets the exact pieces in which the text is streamed.</summary>
    /// <value><see langword="null"/>, the default, means pieces of <see cref="ChunkSize"/>.</value>
    public IReadOnlyList<string>? Chunks { get; init; }

    /// <summary>Gets headers to add to the answer; they replace the fake's own of the same name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets bytes to send as the body exactly as they are, instead of everything above but <see cref="Headers"/>.</summary>
    /// <value><see langword="null"/>, the default, means a body in the provider's shape. The request is checked all the same.</value>
    public ReadOnlyMemory<byte>? RawBody { get; init; }

    /// <summary>Gets the content type of <see cref="RawBody"/>.</summary>
    /// <value>The default is <c>application/json</c>.</value>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Gets the HTTP status that goes with <see cref="RawBody"/>.</summary>
    /// <value>The default is 200.</value>
    public int StatusCode { get; init; } = 200;
}
