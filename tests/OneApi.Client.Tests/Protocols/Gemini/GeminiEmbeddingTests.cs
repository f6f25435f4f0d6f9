using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Gemini;
using Xunit;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

public sealed class GeminiEmbeddingTests
{
    private static readonly GeminiEmbeddingProtocol Protocol = new();

    [Fact]
    public void GetUrl_IsTheBatchMethod() => Assert.Equal(
        "https://generativelanguage.googleapis.com/v1beta/models/gemini-embedding-001:batchEmbedContents",
        Protocol.GetUrl(Endpoint, "gemini-embedding-001"));

    [Fact]
    public void Write_EachInput_IsARequestWithTheSettings()
    {
        var options = new EmbeddingGenerationOptions { Dimensions = 768, AdditionalProperties = new() { ["taskType"] = "RETRIEVAL_DOCUMENT", ["title"] = "T" } };

        AssertJson(
            """
            {"requests":[
              {"model":"models/gemini-embedding-001","content":{"parts":[{"text":"a"}]},"outputDimensionality":768,"taskType":"RETRIEVAL_DOCUMENT","title":"T"},
              {"model":"models/gemini-embedding-001","content":{"parts":[{"text":"b"}]},"outputDimensionality":768,"taskType":"RETRIEVAL_DOCUMENT","title":"T"}]}
            """,
            Written(Make(["a", "b"], options)));
    }

    [Fact]
    public void Write_RawRequests_Win() => AssertJson("""{"requests":[{"x":1}]}""", Written(Make(["a"], null, JsonNode.Parse("""{"requests":[{"x":1}]}""")!.AsObject())));

    [Fact]
    public void Read_Batch_KeepsTheOrder()
    {
        var result = Read("""{"embeddings":[{"values":[0.5,-1]},{"values":[2,3e-1]}]}""", 2);

        Assert.Equal([0.5f, -1f], result[0].Vector.ToArray());
        Assert.Equal([2f, 0.3f], result[1].Vector.ToArray());
        Assert.Equal("gemini-embedding-001", result[0].ModelId);
        Assert.Null(result.Usage);
    }

    [Fact]
    public void Read_Single_IsOneVector() => Assert.Equal([1f], Read("""{"embedding":{"values":[1]}}""", 1)[0].Vector.ToArray());

    [Fact]
    public void Read_Usage_OfNewerAnswers()
    {
        var usage = Read("""{"embeddings":[{"values":[1]}],"usageMetadata":{"promptTokenCount":8,"promptTokenDetails":[{"modality":"TEXT","tokenCount":8}]}}""", 1).Usage!;

        Assert.Equal((8, null, 8), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
        Assert.Equal(8, usage.AdditionalCounts!["promptTokenDetails.TEXT"]);
    }

    [Fact]
    public void Read_VertexPredictions_SumTheirTokens()
    {
        var result = Read(
            """
            {"predictions":[{"embeddings":{"values":[1,2],"statistics":{"truncated":false,"token_count":6}}},{"embeddings":{"statistics":{"token_count":4},"values":[3,4]}}],
             "metadata":{"billableCharacterCount":20}}
            """,
            2);

        Assert.Equal([3f, 4f], result[1].Vector.ToArray());
        Assert.Equal((10, 10), (result.Usage!.InputTokenCount, result.Usage.TotalTokenCount));
        Assert.False(Assert.IsType<JsonElement>(result[0].AdditionalProperties!["statistics"]).GetProperty("truncated").GetBoolean());
        Assert.Equal(20, Assert.IsType<JsonElement>(result.AdditionalProperties!["metadata"]).GetProperty("billableCharacterCount").GetInt32());
    }

    [Theory]
    [InlineData("""{"embeddings":[{"values":[1]}]}""", OneApiErrorKind.ProtocolViolation)]
    [InlineData("""{"embeddings":[]}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"error":{"code":429,"message":"x","status":"RESOURCE_EXHAUSTED"}}""", OneApiErrorKind.RateLimited)]
    public void Read_WrongAnswers_AreErrors(string body, OneApiErrorKind expected) => Assert.Equal(expected, Assert.Throws<OneApiException>(() => Read(body, 2)).Kind);

    private static EmbeddingRequest Make(IReadOnlyList<string> inputs, EmbeddingGenerationOptions? options = null, JsonObject? raw = null) => new()
    {
        Inputs = inputs,
        Options = options,
        Model = "gemini-embedding-001",
        Raw = raw,
        Endpoint = Endpoint,
        Warnings = new(),
    };

    private static GeneratedEmbeddings<Embedding<float>> Read(string body, int inputs) =>
        Protocol.Read(Encoding.UTF8.GetBytes(body), Make([.. Enumerable.Repeat("x", inputs)]));

    private static JsonNode? Written(EmbeddingRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonWrite.WriterOptions))
        {
            Protocol.Write(writer, request);
        }

        return JsonNode.Parse(stream.ToArray());
    }
}
