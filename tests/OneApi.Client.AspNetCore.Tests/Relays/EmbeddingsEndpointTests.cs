using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Relays;

public sealed class EmbeddingsEndpointTests
{
    [Theory]
    [InlineData("\"one\"", 1)]
    [InlineData("[\"one\",\"two\"]", 2)]
    [InlineData("[1,2,3]", 1)]
    [InlineData("[[1,2],[3]]", 2)]
    public async Task Post_OnTheSameWire_IsPassedOnByteForByte(string input, int count)
    {
        await using var host = await RelayHost.StartAsync();
        var body = $$"""{ "input" :{{input}},"encoding_format":"base64", "dimensions": 4,"user":"u", "model":"m" }""";

        using var response = await host.PostAsync("/v1/embeddings", body);

        Assert.Equal(body.Replace("\"m\"", "\"wire-m\"", StringComparison.Ordinal), Encoding.UTF8.GetString(host.Fake.Requests[0].Body.Span));
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(RelayHost.Bound));
        Assert.Equal(count, document.RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal(16, document.RootElement.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64().Length);
    }

    [Fact]
    public async Task Post_TokensToAnotherWire_IsRefusedClearly()
    {
        await using var host = await RelayHost.StartAsync(FakeGemini.Start(), "gemini");

        using var response = await host.PostAsync("/v1/embeddings", """{"model":"gemini-embedding-001","input":[1,2,3]}""");

        var text = await response.Content.ReadAsStringAsync(RelayHost.Bound);
        Assert.True((int)response.StatusCode is 400 or 501, $"{response.StatusCode}: {text}");
        Assert.Contains("token", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Post_OnAnotherWire_IsTranslated_AndBase64IsTheSameVectorAsFloats()
    {
        await using var host = await RelayHost.StartAsync(FakeGemini.Start(), "gemini");

        using var floats = await host.PostAsync("/v1/embeddings", """{"input":["one","two"],"model":"embed","dimensions":4}""");
        using var base64 = await host.PostAsync("/v1/embeddings", """{"input":["one","two"],"model":"embed","dimensions":4,"encoding_format":"base64"}""");

        using var plain = JsonDocument.Parse(await floats.Content.ReadAsByteArrayAsync(RelayHost.Bound));
        using var packed = JsonDocument.Parse(await base64.Content.ReadAsByteArrayAsync(RelayHost.Bound));
        var root = plain.RootElement;
        Assert.Equal(("list", "embed"), (root.GetProperty("object").GetString(), root.GetProperty("model").GetString()));
        Assert.Equal([0, 1], root.GetProperty("data").EnumerateArray().Select(static item => item.GetProperty("index").GetInt32()));
        Assert.Equal("embedding", root.GetProperty("data")[1].GetProperty("object").GetString());
        Assert.Equal((2, 2), (root.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), root.GetProperty("usage").GetProperty("total_tokens").GetInt32())); // a third of three bytes, twice
        for (var i = 0; i < 2; i++)
        {
            var bytes = packed.RootElement.GetProperty("data")[i].GetProperty("embedding").GetBytesFromBase64();
            var values = root.GetProperty("data")[i].GetProperty("embedding").EnumerateArray().Select(static value => value.GetSingle()).ToArray();
            Assert.Equal(values, bytes.Chunk(4).Select(static four => BinaryPrimitives.ReadSingleLittleEndian(four)));
            Assert.Equal(4, values.Length);
        }
    }

    [Theory]
    [InlineData("""{"input":"x"}""", "model")]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":[]}""", "input")]
    [InlineData("""{"model":"m","input":5}""", "input")]
    [InlineData("""{"model":"m","input":["a",5]}""", "input[1]")]
    [InlineData("""{"model":"m","input":["a",""]}""", "input[1]")]
    [InlineData("""{"model":"m","input":[[1],["a"]]}""", "input[1]")]
    [InlineData("""{"model":"m","input":[1,-2]}""", "input[1]")]
    [InlineData("""{"model":"m","input":[{"a":1}]}""", "input[0]")]
    [InlineData("""{"model":"m","input":"x","dimensions":0}""", "dimensions")]
    [InlineData("""{"model":"m","input":"x","encoding_format":"hex"}""", "encoding_format")]
    public async Task Post_WhatCantBe_IsRefusedByName(string body, string param)
    {
        await using var host = await RelayHost.StartAsync();

        var (status, _, named) = await host.RefusedAsync("/v1/embeddings", body);

        Assert.Equal((400, param), (status, named));
        Assert.Empty(host.Fake.Requests);
    }
}
