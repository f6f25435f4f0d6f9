using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Relays;

/// <summary>Embedding requests as their callers wrote them.</summary>
public sealed class EmbeddingRelayTests
{
    private const string Body = """{ "input":["first","second"], "model":"embed", "encoding_format":"base64", "dimensions":16, "odd":1.50 }""";

    [Fact]
    public async Task Generate_OnTheSameWire_PassesTheBytesOnAndBack()
    {
        await using var scenario = new Scenario("openai", channels: 2, static options => options.ModelMap["embed"] = "text-embedding-3-small");
        scenario.Fakes[0].Fault(Fault.ServerError());
        scenario.Fakes[1].Reply(new FakeReply { RawBody = "{\"object\":\"list\", \"data\":[{\"index\":0,\"embedding\":\"AAAAAA==\"},{\"index\":1,\"embedding\":\"AAAAAA==\"}],\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5},\"own\":1.0}"u8.ToArray() });

        var answer = await scenario.Embeddings.GenerateAsync(["first", "second"], Options(Body), Scenario.Bound);

        Assert.Equal(Body.Replace("\"embed\"", "\"text-embedding-3-small\"", StringComparison.Ordinal), Encoding.UTF8.GetString(scenario.Fakes[1].Requests[0].Body.Span));
        var bytes = answer.GetOneApiWireBytes()!;
        Assert.Equal((Client.Wires.Embeddings, true), (bytes.Wire, Encoding.UTF8.GetString(bytes.Bytes.Span).EndsWith("\"own\":1.0}", StringComparison.Ordinal)));
        Assert.Empty(answer);
        Assert.Equal((5, false), ((int)scenario.Usage.Only.Usage!.InputTokenCount!, scenario.Usage.Only.IsEstimated));
    }

    [Theory]
    [InlineData("[1,2,3]", 1)]
    [InlineData("[[1,2],[3,4,5]]", 2)]
    public async Task Generate_TokensOnTheSameWire_ArePassedOnAndCounted(string input, int count)
    {
        await using var scenario = new Scenario("openai");
        var body = $$"""{"model":"embed","input":{{input}},"dimensions":2}""";

        var answer = await scenario.Embeddings.GenerateAsync([], Options(body), Scenario.Bound);

        using var document = JsonDocument.Parse(answer.GetOneApiWireBytes()!.Bytes);
        Assert.Equal(count, document.RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal(body, Encoding.UTF8.GetString(scenario.Fake.Requests[0].Body.Span));
    }

    [Fact]
    public async Task Generate_OnAnotherWire_IsTranslated()
    {
        await using var scenario = new Scenario("gemini");

        var answer = await scenario.Embeddings.GenerateAsync(["first", "second"], Options(Body), Scenario.Bound);

        Assert.Null(answer.GetOneApiWireBytes());
        Assert.Equal([16, 16], answer.Select(static one => one.Vector.Length));
    }

    /// <summary>cl100k_base: 15339 is "hello", 1917 is " world" (OpenAI's tokenizer).</summary>
    [Fact]
    public async Task Generate_TokensOnAnotherWire_AreSentAsTheTextThatTheyStandFor()
    {
        await using var scenario = new Scenario("gemini");

        await scenario.Embeddings.GenerateAsync([], Options("""{"model":"text-embedding-3-small","input":[[15339,1917]]}""", "text-embedding-3-small"), Scenario.Bound);

        Assert.Contains("hello world", Encoding.UTF8.GetString(scenario.Fake.Requests[0].Body.Span), StringComparison.Ordinal);
        Assert.Equal(2, scenario.Usage.Only.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task Generate_TokensOfAnUnknownVocabularyOnAnotherWire_AreRefusedWithWords()
    {
        await using var scenario = new Scenario("gemini");

        var error = await Assert.ThrowsAsync<OneApiException>(() => scenario.Embeddings.GenerateAsync([], Options("""{"model":"embed","input":[1,2]}"""), Scenario.Bound));

        Assert.Equal((OneApiErrorKind.InvalidRequest, "tokens_not_readable"), (error.Kind, error.ProviderCode));
    }

    /// <summary>SiliconFlow takes 32 texts a call (other-openai-compatible-cn.md §5): more of them go out in several, as always.</summary>
    [Fact]
    public async Task Generate_MoreTextsThanTheServerTakes_AreTranslatedIntoSeveralCalls()
    {
        await using var channel = new OneChannel("siliconflow", FakeSiliconFlow.Start());
        var texts = Enumerable.Range(0, 33).Select(static number => $"text {number}").ToArray();
        var body = JsonSerializer.Serialize(new { model = "BAAI/bge-m3", input = texts });

        var answer = await channel.EmbedAsync(texts, "BAAI/bge-m3", Options(body, "BAAI/bge-m3"));

        Assert.Equal((33, 2), (answer.Count, channel.Fake.Requests.Count));
        Assert.Null(answer.GetOneApiWireBytes());
    }

    [Fact]
    public async Task Generate_AnAnswerOfFewerVectors_IsNone()
    {
        await using var scenario = new Scenario("openai", channels: 2);
        scenario.Fakes[0].Reply(new FakeReply { RawBody = "{\"data\":[{\"index\":0,\"embedding\":[1]}]}"u8.ToArray() });

        await scenario.Embeddings.GenerateAsync(["first", "second"], Options(Body), Scenario.Bound);

        Assert.Equal(OneApiErrorKind.ProtocolViolation, scenario.Usage.Only.Attempts[0].ErrorKind);
    }

    private static OneApiEmbeddingOptions Options(string body, string model = "embed") => new()
    {
        ModelId = model,
        Dimensions = body.Contains("16", StringComparison.Ordinal) ? 16 : null,
        WireRequest = new(Client.Wires.Embeddings, Encoding.UTF8.GetBytes(body)),
    };
}
