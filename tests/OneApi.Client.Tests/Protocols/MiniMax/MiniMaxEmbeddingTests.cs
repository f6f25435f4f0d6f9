using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.MiniMax;
using OneApi.Client.Providers;
using Xunit;

namespace OneApi.Client.Tests.Protocols.MiniMax;

/// <summary>protocols/minimax.md §10.</summary>
public sealed class MiniMaxEmbeddingTests
{
    private static readonly MiniMaxEmbeddingProtocol Protocol = new();

    [Theory]
    [InlineData(null, "https://api.minimaxi.com/v1/embeddings")]
    [InlineData("18 0", "https://api.minimaxi.com/v1/embeddings?GroupId=18%200")]
    public void GetUrl_NamesTheGroup_WhereThereIsOne(string? group, string expected) => Assert.Equal(expected, Protocol.GetUrl(Request(group: group).Endpoint, "embo-01"));

    /// <summary>The sample of the page.</summary>
    [Theory]
    [InlineData(null, """{"model":"embo-01","texts":["a","b"],"type":"db"}""")]
    [InlineData("query", """{"model":"embo-01","texts":["a","b"],"type":"query"}""")]
    public void Write_TypeIsDb_UnlessTheCallerSays(string? type, string expected)
    {
        var request = Request(type is null ? null : new() { AdditionalProperties = new() { ["type"] = type } });

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(Written(request))));
    }

    [Fact]
    public void Write_Dimensions_AreAWarning()
    {
        var request = Request(new() { Dimensions = 8 });

        Written(request);

        Assert.Equal(nameof(EmbeddingGenerationOptions.Dimensions), Assert.Single(request.Warnings.All).Setting);
    }

    [Fact]
    public void Read_VectorsInTheirOrder()
    {
        var result = Read("""{"vectors":[[1,0.5],[-2e0,3]],"total_tokens":12,"base_resp":{"status_code":0,"status_msg":"success"}}""");

        Assert.Equal([1f, 0.5f], result[0].Vector.ToArray());
        Assert.Equal([-2f, 3f], result[1].Vector.ToArray());
        Assert.Equal((12L, 12L), (result.Usage!.InputTokenCount, result.Usage.TotalTokenCount));
    }

    [Theory]
    [InlineData("""{"vectors":null,"base_resp":{"status_code":1004,"status_msg":"token not match group"}}""", OneApiErrorKind.Authentication)]
    [InlineData("""{"vectors":[],"total_tokens":0,"base_resp":{"status_code":1002,"status_msg":"rate limit"}}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"vectors":[],"base_resp":{"status_code":0,"status_msg":"success"}}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"base_resp":{"status_code":0,"status_msg":"success"}}""", OneApiErrorKind.EmptyResponse)]
    public void Read_ErrorsUnderSuccess(string body, OneApiErrorKind kind) => Assert.Equal(kind, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"vectors":[{}]}""")]
    [InlineData("""{"vectors":[["a"]]}""")]
    [InlineData("""{"vectors":[[1""")]
    public void Read_WhatIsNoAnswer_IsUnreadable(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));

    private static GeneratedEmbeddings<Embedding<float>> Read(string body) => Protocol.Read(Encoding.UTF8.GetBytes(body), Request());

    private static string Written(EmbeddingRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Protocol.Write(writer, request);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static EmbeddingRequest Request(EmbeddingGenerationOptions? options = null, string? group = null)
    {
        var row = ProviderCatalogue.Find("minimax")!;
        return new()
        {
            Inputs = ["a", "b"],
            Options = options,
            Model = "embo-01",
            Endpoint = new() { Provider = "minimax", BaseUrl = row.Wires[0].BaseUrl!, AppId = group, Profile = row.Wires[0].Profile, Errors = new ErrorClassifier(row.Errors) },
            Warnings = new(),
        };
    }
}
