using System.Text;
using System.Text.Json;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Relays;

public sealed class ImagesEndpointTests
{
    private static readonly byte[] Png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. "made up"u8];

    [Fact]
    public async Task Post_AGeneration_GivesDataInOpenAIsShape()
    {
        await using var host = await RelayHost.StartAsync(FakeOpenAI.Start(), "openai");

        using var response = await host.PostAsync("/v1/images/generations", """{"model":"gpt-image-1","prompt":"a lighthouse","n":2,"size":"1024x1024","quality":"high","background":"opaque"}""");

        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(RelayHost.Bound));
        var root = document.RootElement;
        Assert.Equal(2, root.GetProperty("data").GetArrayLength());
        Assert.StartsWith("iVBOR", root.GetProperty("data")[0].GetProperty("b64_json").GetString(), StringComparison.Ordinal);
        Assert.True(root.GetProperty("created").GetInt64() > 1_700_000_000);
        Assert.Equal((FakeUsage.Count("a lighthouse"), 200), (root.GetProperty("usage").GetProperty("input_tokens").GetInt32(), root.GetProperty("usage").GetProperty("output_tokens").GetInt32()));
        var sent = host.Fake.Requests[0].Json;
        Assert.Equal(("a lighthouse", 2, "1024x1024"), (sent.GetProperty("prompt").GetString(), sent.GetProperty("n").GetInt32(), sent.GetProperty("size").GetString()));
        Assert.Equal(("high", "opaque"), (sent.GetProperty("quality").GetString(), sent.GetProperty("background").GetString()));
    }

    [Fact]
    public async Task Post_AGenerationByAddress_GivesTheAddressAndTheRevisedPrompt()
    {
        await using var host = await RelayHost.StartAsync(FakeOpenAI.Start(), "openai");

        using var response = await host.PostAsync("/v1/images/generations", """{"model":"dall-e-3","prompt":"a lighthouse","response_format":"url"}""");

        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(RelayHost.Bound));
        var item = document.RootElement.GetProperty("data")[0];
        Assert.StartsWith(new Uri(host.Fake.Url).GetLeftPart(UriPartial.Authority), item.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal("A revised prompt.", item.GetProperty("revised_prompt").GetString());
        Assert.Single(host.Fake.Requests); // nothing was fetched
    }

    [Fact]
    public async Task Post_AnEdit_SendsImagesMaskAndSettings()
    {
        await using var host = await RelayHost.StartAsync(FakeOpenAI.Start(), "openai");
        using var made = await host.PostAsync("/v1/images/generations", """{"model":"gpt-image-1","prompt":"x"}""");
        using var first = JsonDocument.Parse(await made.Content.ReadAsByteArrayAsync(RelayHost.Bound));
        var png = first.RootElement.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(png), "image[]", "one.png" },
            { new ByteArrayContent(png), "image[]", "two.png" },
            { new ByteArrayContent(Png), "mask", "mask.png" },
            { new StringContent("gpt-image-1"), "model" },
            { new StringContent("a boat as well"), "prompt" },
            { new StringContent("low"), "quality" },
        };

        using var response = await host.PostAsync("/v1/images/edits", form);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(RelayHost.Bound));
        var sent = Encoding.Latin1.GetString(host.Fake.Requests[1].Body.Span);
        Assert.Equal(3, sent.Split("name=\"image[]\"").Length);
        Assert.Contains("name=\"mask\"", sent, StringComparison.Ordinal);
        Assert.Contains(Encoding.Latin1.GetString(Png), sent, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\na boat as well\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nlow\r\n", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt":"x"}""", "model")]
    [InlineData("""{"model":"m"}""", "prompt")]
    [InlineData("""{"model":"m","prompt":"x","n":0}""", "n")]
    [InlineData("""{"model":"m","prompt":"x","n":"many"}""", "n")]
    [InlineData("""{"model":"m","prompt":"x","size":"large"}""", "size")]
    [InlineData("""{"model":"m","prompt":"x","size":"0x5"}""", "size")]
    [InlineData("""{"model":"m","prompt":"x","response_format":"file"}""", "response_format")]
    [InlineData("""{"model":"m","prompt":"x","output_format":"bmp"}""", "output_format")]
    [InlineData("""{"model":"m","prompt":"x","stream":true}""", "stream")]
    [InlineData("""{"model":"m","prompt":["x"]}""", "prompt")]
    public async Task Post_WhatCantBe_IsRefusedByName(string body, string param)
    {
        await using var host = await RelayHost.StartAsync();

        var (status, _, named) = await host.RefusedAsync("/v1/images/generations", body);

        Assert.Equal((400, param), (status, named));
        Assert.Empty(host.Fake.Requests);
    }

    [Theory]
    [InlineData("""{"model":"m","prompt":"x"}""", "images")]
    [InlineData("""{"model":"m","prompt":"x","images":[{"image_url":"file:///etc/passwd"}]}""", "images[0]")]
    [InlineData("""{"model":"m","prompt":"x","images":[{"file_id":"f"},{"image_url":"data:no"}]}""", "images[1]")]
    public async Task Post_AnEditOfWhatIsNoImage_IsRefusedByName(string body, string param)
    {
        await using var host = await RelayHost.StartAsync();

        Assert.Equal(param, (await host.RefusedAsync("/v1/images/edits", body)).Param);
    }

    /// <summary>A type that is none says nothing of what the file is.</summary>
    [Theory]
    [InlineData("image/")]
    [InlineData("image/;x=y")]
    [InlineData("image/png, image/jpeg")]
    [InlineData("image/ü")]
    [InlineData("image/pn g")]
    public async Task Post_AnEditWithABrokenType_IsAnEdit(string type)
    {
        await using var host = await RelayHost.StartAsync(FakeOpenAI.Start(), "openai");
        var file = new ByteArrayContent(Png);
        file.Headers.TryAddWithoutValidation("Content-Type", type);
        using var form = new MultipartFormDataContent { { file, "image", "one.png" }, { new StringContent("gpt-image-1"), "model" }, { new StringContent("x"), "prompt" } };

        using var response = await host.PostAsync("/v1/images/edits", form);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(RelayHost.Bound));
    }

    [Fact]
    public async Task Post_AnEditWithoutAnImage_IsRefusedByName()
    {
        await using var host = await RelayHost.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("m"), "model" }, { new StringContent("x"), "prompt" } };

        Assert.Equal((400, "missing_required_parameter", "image"), await host.RefusedAsync("/v1/images/edits", form));
    }
}
