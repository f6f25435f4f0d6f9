using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Spark;
using static OneApi.Client.Tests.Protocols.Spark.SparkWire;

namespace OneApi.Client.Tests.Protocols.Spark;

/// <summary>protocols/spark.md §7.</summary>
public class SparkEmbeddingTests
{
    private static readonly SparkEmbeddingProtocol Embeddings = new();

    [Fact]
    public void Request_IsThePagesShape()
    {
        var body = Write("query", null);

        AssertJson(
            """
            {"header":{"app_id":"12345678","status":3},
             "parameter":{"emb":{"domain":"query","feature":{"encoding":"utf8"}}},
             "payload":{"messages":{"encoding":"utf8","compress":"raw","format":"json","status":3,"text":"eyJtZXNzYWdlcyI6W3siY29udGVudCI6IuS9oCIsInJvbGUiOiJ1c2VyIn1dfQ=="}}}
            """,
            body);
    }

    [Theory]
    [InlineData("query", "query")]
    [InlineData("para", "para")]
    [InlineData("spark-embedding", "para")]
    public void Domain_IsOneOfTwo(string model, string domain) => Assert.Equal(domain, (string?)Write(model, null)["parameter"]!["emb"]!["domain"]);

    [Fact]
    public void AdditionalProperties_AreSettings() =>
        Assert.Equal("query", (string?)Write("para", new() { AdditionalProperties = new() { ["domain"] = "query" } })["parameter"]!["emb"]!["domain"]);

    [Theory]
    [InlineData("wss://spark-api.xf-yun.com", "https://emb-cn-huabei-1.xf-yun.com/")]
    [InlineData("ws://mine:81", "http://mine:81/")]
    [InlineData("wss://mine", "https://mine/")]
    [InlineData("http://mine:81", "http://mine:81/")]
    public void Address_IsTheServicesOwn_OrYours(string baseUrl, string address) => Assert.Equal(address, Embeddings.GetUrl(EndpointAt(baseUrl), "para"));

    /// <summary>1.0 and -2.5 as little-endian floats: 00 00 80 3F, 00 00 20 C0.</summary>
    [Fact]
    public void Vector_IsLittleEndianFloats()
    {
        var vectors = Read("""{"header":{"code":0,"message":"success","sid":"e1"},"payload":{"feature":{"encoding":"utf8","text":"AACAPwAAIMA="}}}""");

        Assert.Equal([1f, -2.5f], Assert.Single(vectors).Vector.ToArray());
    }

    [Theory]
    [InlineData("""{"header":{"code":11202,"message":"x"}}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"header":{"code":0}}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"header":{"code":0},"payload":{"feature":{"text":""}}}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"header":{"code":0},"payload":{"feature":{"text":"AAA="}}}""", OneApiErrorKind.EmptyResponse)]
    public void WhatIsNoVector_IsAnError(string body, OneApiErrorKind kind) => Assert.Equal(kind, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    private static EmbeddingRequest Request(string model, EmbeddingGenerationOptions? options) => new()
    {
        Inputs = ["你"],
        Options = options,
        Model = model,
        Endpoint = Endpoint,
        Warnings = new(),
    };

    private static JsonObject Write(string model, EmbeddingGenerationOptions? options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonWrite.WriterOptions))
        {
            Embeddings.Write(writer, Request(model, options));
        }

        return JsonNode.Parse(stream.ToArray(), documentOptions: new() { AllowDuplicateProperties = false })!.AsObject();
    }

    private static GeneratedEmbeddings<Embedding<float>> Read(string body) => Embeddings.Read(Encoding.UTF8.GetBytes(body), Request("para", null));
}
