using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.OpenAI;
using Xunit;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>Embeddings (protocols/openai.md §11).</summary>
public class OpenAIEmbeddingTests
{
    private static readonly OpenAIEmbeddingProtocol Protocol = new();

    private static EmbeddingRequest Request(EmbeddingGenerationOptions? options = null, JsonObject? raw = null, string provider = "openai") => new()
    {
        Inputs = ["a", "汉"],
        Options = options,
        Model = "text-embedding-3-small",
        Raw = raw,
        Endpoint = OpenAIWire.EndpointOf(provider),
        Warnings = new(),
    };

    private static void AssertBody(string expected, EmbeddingRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonWrite.WriterOptions))
        {
            Protocol.Write(writer, request);
        }

        AssertJson(expected, JsonNode.Parse(stream.ToArray(), documentOptions: new() { AllowDuplicateProperties = false }));
    }

    public static GeneratedEmbeddings<Embedding<float>> Read(byte[] body) => Protocol.Read(body, Request());

    private static GeneratedEmbeddings<Embedding<float>> Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    private static string Vectors(GeneratedEmbeddings<Embedding<float>> embeddings) =>
        string.Join(" | ", embeddings.Select(static embedding => string.Join(' ', embedding.Vector.ToArray().Select(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)))));

    [Fact]
    public void Url() => Assert.Equal("https://api.test/v1/embeddings", Protocol.GetUrl(OpenAIWire.Endpoint, "m"));

    [Fact]
    public void Request_Plain() => AssertBody("""{"model":"text-embedding-3-small","input":["a","汉"]}""", Request());

    [Fact]
    public void Request_WithEverything() => AssertBody(
        """{"model":"text-embedding-3-small","input":["a","汉"],"dimensions":256,"encoding_format":"base64","user":"u"}""",
        Request(new() { Dimensions = 256, AdditionalProperties = new() { ["encoding_format"] = "base64", ["user"] = "u" } }));

    [Fact]
    public void Request_RawGoesFirst() => AssertBody(
        """{"model":"text-embedding-3-small","input":[[1,2]],"dimensions":8,"user":"raw"}""",
        Request(new() { Dimensions = 256, AdditionalProperties = new() { ["dimensions"] = 16, ["user"] = "u", ["model"] = "x" } }, JsonNode.Parse("""{"model":"raw","input":[[1,2]],"dimensions":8,"user":"raw"}""")!.AsObject()));

    [Fact]
    public void Request_DimensionsOfMistral() => AssertBody("""{"model":"text-embedding-3-small","input":["a","汉"],"output_dimension":256}""", Request(new() { Dimensions = 256 }, provider: "mistral"));

    [Fact]
    public void Answer_WithUsageAndModel()
    {
        var embeddings = Read("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1,2e-3]},{"object":"embedding","index":1,"embedding":[1]}],"model":"m","usage":{"prompt_tokens":8,"total_tokens":8},"id":"x"}""");

        Assert.Equal("0.5 -1 0.002 | 1", Vectors(embeddings));
        Assert.All(embeddings, static embedding => Assert.Equal("m", embedding.ModelId));
        Assert.Equal((8L, 8L), (embeddings.Usage!.InputTokenCount, embeddings.Usage.TotalTokenCount));
        Assert.Equal("x", embeddings.AdditionalProperties!["id"]!.ToString());
    }

    [Theory]
    [InlineData("""{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":[2],"index":"1"},{"embedding":[1],"index":"0"}]}""")]
    [InlineData("""{"data":[{"embedding":[1]},{"embedding":[2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AACAPw=="},{"index":1,"embedding":"AAAAQA=="}]}""")]
    public void Answer_InTheOrderOfTheInputs(string body) => Assert.Equal("1 | 2", Vectors(Read(body)));

    [Fact]
    public void Answer_OfOneObject() => Assert.Equal("1 2", Vectors(Read("""{"data":{"embedding":[1,2]}}""")));

    [Theory]
    [InlineData("""{"error":{"message":"x","code":"rate_limit_exceeded"}}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"code":20012,"message":"Model does not exist","data":null}""", OneApiErrorKind.ModelNotFound)]
    [InlineData("\"rate limit\"", OneApiErrorKind.RateLimited)]
    [InlineData("""{"data":[]}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"data":[{"embedding":null}]}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("{}", OneApiErrorKind.EmptyResponse)]
    public void Answer_ThatIsNone(string body, OneApiErrorKind kind) => Assert.Equal(kind, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    [Theory]
    [InlineData("""{"data":[{"embedding":"@@"}]}""")]
    [InlineData("[]")]
    [InlineData("""{"data":[""")]
    public void Answer_ThatCannotBeRead(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));
}
