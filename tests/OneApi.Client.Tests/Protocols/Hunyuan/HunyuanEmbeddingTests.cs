using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Hunyuan;
using static OneApi.Client.Tests.Protocols.Hunyuan.HunyuanWire;

namespace OneApi.Client.Tests.Protocols.Hunyuan;

/// <summary>protocols/hunyuan.md §9.</summary>
public sealed class HunyuanEmbeddingTests
{
    private static readonly HunyuanEmbeddingProtocol Embeddings = new();

    [Fact]
    public void Write_TextsAreTheInputList_AndTheActionAHeader()
    {
        AssertJson("""{"InputList":["a","b"]}""", WriteBody(RequestOf(["a", "b"])));
        Assert.Equal([new("X-TC-Action", "GetEmbedding"), new("X-TC-Version", "2023-09-01")], Embeddings.GetHeaders(RequestOf(["a"])));
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(512, true)]
    public void Dimensions_AreFixed(int dimensions, bool warned)
    {
        var request = RequestOf(["a"], dimensions);

        AssertJson("""{"InputList":["a"]}""", WriteBody(request));
        Assert.Equal(warned ? ["Dimensions"] : [], request.Warnings.All.Select(static warning => warning.Setting));
    }

    [Theory]
    [InlineData("""{"Response":{"Data":[{"Embedding":[3,4],"Index":1,"Object":"embedding"},{"Embedding":[1,2],"Index":0,"Object":"embedding"}],"Usage":{"PromptTokens":4,"TotalTokens":4},"RequestId":"r"}}""")]
    [InlineData("""{"Data":[{"Embedding":[1,2],"Index":0},{"Embedding":[3,4],"Index":1}],"Usage":{"PromptTokens":4,"TotalTokens":4}}""")]
    public void Read_VectorsInTheOrderOfTheirIndexes(string body)
    {
        var answer = Embeddings.Read(Encoding.UTF8.GetBytes(body), RequestOf(["a", "b"]));

        Assert.Equal([1f, 3f], answer.Select(static one => one.Vector.Span[0]));
        Assert.Equal((4L, 4L), (answer.Usage!.InputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Theory]
    [InlineData("""{"Response":{"RequestId":"r","Error":{"Code":"RequestLimitExceeded","Message":"x"}}}""", OneApiErrorKind.RateLimited)]
    [InlineData("""{"Response":{"RequestId":"r","Data":[]}}""", OneApiErrorKind.EmptyResponse)]
    public void Read_ErrorOrNothing(string body, OneApiErrorKind expected) =>
        Assert.Equal(expected, Assert.Throws<OneApiException>(() => Embeddings.Read(Encoding.UTF8.GetBytes(body), RequestOf(["a"]))).Kind);

    private static EmbeddingRequest RequestOf(string[] inputs, int? dimensions = null) => new()
    {
        Inputs = inputs,
        Options = dimensions is null ? null : new() { Dimensions = dimensions },
        Model = "hunyuan-embedding",
        Endpoint = Endpoint,
        Warnings = new(),
    };

    private static JsonNode WriteBody(EmbeddingRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Embeddings.Write(writer, request);
        }

        return JsonNode.Parse(stream.ToArray())!;
    }
}
