using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Wenxin;
using Xunit;
using static OneApi.Client.Tests.Protocols.Wenxin.WenxinWire;

namespace OneApi.Client.Tests.Protocols.Wenxin;

/// <summary>protocols/wenxin.md §10.</summary>
public sealed class WenxinEmbeddingTests
{
    private static readonly WenxinEmbeddingProtocol Embeddings = new();

    [Fact]
    public void Write_ThePagesSample()
    {
        var request = Make(new() { AdditionalProperties = new() { ["user"] = "u" } });

        AssertJson("""{"input":["a","b"],"user_id":"u"}""", Write(request));
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public void Write_Dimensions_AreReported()
    {
        var request = Make(new() { Dimensions = 16, AdditionalProperties = new() { ["user_id"] = "u", ["model"] = "no" } });

        AssertJson("""{"input":["a","b"],"user_id":"u"}""", Write(request));
        Assert.Equal("Dimensions", Assert.Single(request.Warnings.All).Setting);
    }

    [Fact]
    public void Read_ThePagesSample()
    {
        var answer = Read("""{"id":"as-1","object":"embedding_list","created":1,"data":[{"object":"embedding","embedding":[0.5,1],"index":1},{"object":"embedding","embedding":[2],"index":0}],"usage":{"prompt_tokens":2,"total_tokens":2}}""");

        Assert.Equal([2f], answer[0].Vector.ToArray());
        Assert.Equal([0.5f, 1f], answer[1].Vector.ToArray());
        Assert.Equal((2, 2), (answer.Usage!.InputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Theory]
    [InlineData("""{"error_code":336003,"error_msg":"the max number of input is 16","id":"as-1"}""", OneApiErrorKind.InvalidRequest)]
    [InlineData("""{"error_code":110,"error_msg":"Access token invalid or no longer valid"}""", OneApiErrorKind.Authentication)]
    [InlineData("""{"id":"as-1","error_code":18,"error_msg":"x","data":[]}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"id":"as-1","data":[]}""", OneApiErrorKind.EmptyResponse)]
    public void Read_AnErrorUnder200(string body, OneApiErrorKind expected) => Assert.Equal(expected, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"data":[{"embedding":[0.5""")]
    [InlineData("")]
    public void Read_WhatIsNoAnswer_IsNotJson(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));

    private static EmbeddingRequest Make(EmbeddingGenerationOptions? options = null) => new() { Inputs = ["a", "b"], Options = options, Model = "embedding-v1", Endpoint = Endpoint, Warnings = new() };

    private static GeneratedEmbeddings<Embedding<float>> Read(string body) => Embeddings.Read(Encoding.UTF8.GetBytes(body), Make());

    private static JsonObject Write(EmbeddingRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonWrite.WriterOptions))
        {
            Embeddings.Write(writer, request);
        }

        return JsonNode.Parse(stream.ToArray(), documentOptions: new() { AllowDuplicateProperties = false })!.AsObject();
    }
}
