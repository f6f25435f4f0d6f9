using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.DashScope;
using Xunit;
using static OneApi.Client.Tests.Protocols.DashScope.DashScopeWire;

namespace OneApi.Client.Tests.Protocols.DashScope;

/// <summary>protocols/qwen.md §13.</summary>
public sealed class DashScopeEmbeddingTests
{
    private static readonly DashScopeEmbeddingProtocol Embeddings = new();

    [Fact]
    public void GetUrl_IsThePages() => Assert.Equal(
        "https://dashscope.aliyuncs.com/api/v1/services/embeddings/text-embedding/text-embedding",
        Embeddings.GetUrl(Endpoint, "text-embedding-v3"));

    /// <summary>The sample of the page.</summary>
    [Fact]
    public void Write_ThePagesSample() => AssertJson(
        """{"model":"text-embedding-v3","input":{"texts":["a","b"]},"parameters":{"text_type":"document","dimension":1024,"output_type":"dense"}}""",
        Written(Make(["a", "b"], new() { Dimensions = 1024, AdditionalProperties = new() { ["text_type"] = "document", ["output_type"] = "dense" } })));

    [Fact]
    public void Write_WithoutSettings_HasNoParameters() => AssertJson("""{"model":"text-embedding-v3","input":{"texts":["a"]}}""", Written(Make(["a"])));

    [Fact]
    public void Write_RawTexts_Win() => AssertJson(
        """{"model":"text-embedding-v3","input":{"texts":["x"]},"parameters":{"dimension":64}}""",
        Written(Make(["a"], new() { Dimensions = 1024 }, JsonNode.Parse("""{"input":{"texts":["x"]},"parameters":{"dimension":64}}""")!.AsObject())));

    [Fact]
    public void Read_OrderIsThatOfTheTexts_PromptIsTheTotal()
    {
        var result = Read("""{"output":{"embeddings":[{"embedding":[2,3e-1],"text_index":1},{"embedding":[0.5,-1],"text_index":0}]},"usage":{"total_tokens":6},"request_id":"r"}""");

        Assert.Equal([0.5f, -1f], result[0].Vector.ToArray());
        Assert.Equal([2f, 0.3f], result[1].Vector.ToArray());
        Assert.Equal("text-embedding-v3", result[0].ModelId);
        Assert.Equal((6, 6), (result.Usage!.InputTokenCount, result.Usage.TotalTokenCount));
        Assert.Equal(["request_id"], result.AdditionalProperties!.Keys);
    }

    [Fact]
    public void Read_SparseParts_AreAdditionalProperties()
    {
        var result = Read("""{"output":{"embeddings":[{"sparse_embedding":[{"index":7,"value":0.5,"token":"a"}],"text_index":0}]}}""");

        Assert.Empty(result[0].Vector.ToArray());
        Assert.Equal(JsonValueKind.Array, Assert.IsType<JsonElement>(result[0].AdditionalProperties!["sparse_embedding"]).ValueKind);
    }

    [Theory]
    [InlineData("""{"output":{"embeddings":[]},"request_id":"r"}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"request_id":"r"}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"code":"Throttling.AllocationQuota","message":"x","request_id":"r"}""", OneApiErrorKind.RateLimited)]
    public void Read_WithoutVectors(string body, OneApiErrorKind expected) => Assert.Equal(expected, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"output":{"embeddings":[{"embedding":["a"]}]}}""")]
    public void Read_NotReadable_IsNotJson(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));

    private static GeneratedEmbeddings<Embedding<float>> Read(string body) => Embeddings.Read(Encoding.UTF8.GetBytes(body), Make(["a", "b"]));

    private static EmbeddingRequest Make(string[] inputs, EmbeddingGenerationOptions? options = null, JsonObject? raw = null) => new()
    {
        Inputs = inputs,
        Options = options,
        Model = "text-embedding-v3",
        Raw = raw,
        Endpoint = Endpoint,
        Warnings = new(),
    };

    private static JsonNode? Written(EmbeddingRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonWrite.WriterOptions))
        {
            Embeddings.Write(writer, request);
        }

        return JsonNode.Parse(stream.ToArray(), documentOptions: new() { AllowDuplicateProperties = false });
    }
}
