using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Compatible;

/// <summary>What one vendor does otherwise than OpenAI on OpenAI's wire. What its page does not say is OpenAI's own.</summary>
/// <param name="Id">The provider's id in the catalogue.</param>
/// <param name="BasePath">The path of the vendor's base URL.</param>
internal sealed record CompatibleVendor(string Id, string BasePath)
{
    /// <summary>Gets the key that is accepted when the test names no other.</summary>
    public string Key { get; init; } = "sk-fake-0123456789abcdefghijklmnopqrstuv";

    /// <summary>Gets whether a request without a key is refused even when the test names none.</summary>
    public bool NeedsKey { get; init; } = true;

    public bool HasEmbeddings { get; init; } = true;

    /// <summary>Gets whether it takes whatever else servers of this wire take: sound, moderation, rerank.</summary>
    public bool HasEverything { get; init; }

    /// <summary>Gets the member for the size of embeddings.</summary>
    public string DimensionsField { get; init; } = "dimensions";

    public (string Answer, string Call) IdPrefixes { get; init; } = ("chatcmpl-fake", "call_fake");

    /// <summary>Gets the length of ids of tool calls, where the vendor has one.</summary>
    public int? CallIdLength { get; init; }

    /// <summary>Gets the member for reasoning.</summary>
    public string ReasoningField { get; init; } = "reasoning_content";

    public StreamUsage Usage { get; init; }

    /// <summary>Gets whether a tool call comes whole in one chunk.</summary>
    public bool WholeCalls { get; init; }

    /// <summary>Gets whether tool calls come in the chunk with the finish reason (Mistral).</summary>
    public bool CallsWithFinish { get; init; }

    /// <summary>Gets whether a stream ends with <c>[DONE]</c>.</summary>
    public bool EndsWithDone { get; init; } = true;

    /// <summary>Gets whether <c>[DONE]</c> follows an error in a stream.</summary>
    public bool DoneAfterError { get; init; }

    /// <summary>Gets whether an error in a stream is an <c>event: error</c>.</summary>
    public bool NamesErrorEvents { get; init; }

    /// <summary>Gets the end of a line in streams.</summary>
    public string LineEnd { get; init; } = "\n";

    /// <summary>Gets the comment with which streams begin.</summary>
    public string? Comment { get; init; }

    /// <summary>Gets white space before a whole body (OpenRouter's sign of life).</summary>
    public string BodyPadding { get; init; } = "";

    public KeyValuePair<string, string>[] Headers { get; init; } = [];

    public VendorError[] Errors { get; init; } = [];

    /// <summary>Gets how an error of the table becomes a body: the row, its message, the request member at fault.</summary>
    public Func<VendorError, string, string?, JsonObject> Envelope { get; init; } = ErrorEnvelopes.OpenAI;

    /// <summary>Gets what an error's body becomes in a stream: the body, its status.</summary>
    public Func<JsonObject, int, JsonObject> ErrorEvent { get; init; } = static (body, _) => body;

    public Func<FakeUsage, JsonObject> UsageShape { get; init; } = OpenAIAnswerWriter.Usage;

    /// <summary>Gets what a chunk has more or less.</summary>
    public Action<JsonObject, ChunkStep>? ShapeChunk { get; init; }

    /// <summary>Gets what a whole answer has more or less.</summary>
    public Action<JsonObject>? ShapeAnswer { get; init; }

    /// <summary>Gets what is refused before anything is generated.</summary>
    public Action<WireCall> Check { get; init; } = static call => OpenAIChatCheck.Check(call.Json);

    /// <summary>Gets what an embedding request is refused for, besides OpenAI's reasons.</summary>
    public Action<WireCall>? CheckEmbedding { get; init; }
}
