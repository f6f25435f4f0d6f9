using System.Drawing;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Gemini;
using OneApi.Client.Providers;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Protocols.Images;

/// <summary>protocols/images.md §2 and §3; finish reasons of gemini.md §7.</summary>
public sealed class GeminiImageTests
{
    [Fact]
    public async Task Imagen_IsAPrediction()
    {
        var request = ScriptedTransport.Request("gemini", "imagen-4.0-generate-001", options: new() { Count = 2, ImageSize = new Size(1280, 720), MediaType = "image/jpeg", AdditionalProperties = new() { ["personGeneration"] = "dont_allow" } });
        var transport = Transport(request).Reply("""{"predictions":[{"bytesBase64Encoded":"iVBORw0KGgo=","mimeType":"image/png","prompt":"a better cat"},{"bytesBase64Encoded":"iVBORw0KGgo=","mimeType":"image/png"}]}""");

        var response = await transport.RunAsync();

        Assert.Equal("https://host/base/models/imagen-4.0-generate-001:predict", transport.Sent[0].Url);
        Assert.Equal("""{"instances":[{"prompt":"a cat"}],"parameters":{"sampleCount":2,"aspectRatio":"16:9","outputOptions":{"mimeType":"image/jpeg"},"includeRaiReason":true,"personGeneration":"dont_allow"}}""", transport.Json());
        Assert.Equal(2, response.Contents.Count);
        Assert.Equal("a better cat", response.Contents[0].AdditionalProperties!["prompt"]!.ToString());
        Assert.Equal(["ImageSize"], ScriptedTransport.Warned(request));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"predictions":[{"raiFilteredReason":"Unable to show generated images."}]}""")]
    public async Task Imagen_WithNothingLeft_WasFiltered(string answer)
    {
        var transport = Transport(ScriptedTransport.Request("gemini", "imagen-4.0-generate-001")).Reply(answer);

        Assert.Equal(ContentFiltered, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Fact]
    public async Task Imagen_FewerThanAskedFor_IsAWarning()
    {
        var request = ScriptedTransport.Request("gemini", "imagen-4.0-generate-001", options: new() { Count = 3 });
        var transport = Transport(request).Reply("""{"predictions":[{"bytesBase64Encoded":"iVBORw0KGgo=","mimeType":"image/png"}]}""");

        Assert.Single((await transport.RunAsync()).Contents);
        Assert.Equal(["Count"], ScriptedTransport.Warned(request));
    }

    [Fact]
    public async Task Imagen_RefusesOtherProportions_AndEdits()
    {
        var size = Transport(ScriptedTransport.Request("gemini", "imagen-4.0-generate-001", options: new() { ImageSize = new Size(1000, 700) }));
        var edit = Transport(ScriptedTransport.Request("gemini", "imagen-4.0-generate-001", "x", null, new DataContent(new byte[] { 1 }, "image/png")));

        Assert.Equal(Unsupported, (await Assert.ThrowsAsync<OneApiException>(size.RunAsync)).Kind);
        Assert.Equal(Unsupported, (await Assert.ThrowsAsync<OneApiException>(edit.RunAsync)).Kind);
    }

    [Theory]
    [InlineData("The prompt could not be submitted. This prompt contains sensitive words that violate Google's Responsible AI practices.", ContentFiltered)]
    [InlineData("Image generation failed with the following error: The prompt violates our usage guidelines.", ContentFiltered)]
    [InlineData("sampleCount must be between 1 and 4.", InvalidRequest)]
    public void Imagen_Refusals(string message, OneApiErrorKind expected)
    {
        var fault = new GeminiImageProtocol().ReadError(400, Encoding.UTF8.GetBytes($$$"""{"error":{"code":400,"message":"{{{message}}}","status":"INVALID_ARGUMENT"} }"""));

        Assert.Equal(expected, new ErrorClassifier(ProviderCatalogue.Find("gemini")!.Errors).Classify(fault));
    }

    [Fact]
    public async Task AGeminiModel_IsAChat_WhosePicturesAreTheAnswer()
    {
        var request = ScriptedTransport.Request("gemini", "gemini-2.5-flash-image", "in blue", new() { ImageSize = new Size(1024, 1024) }, new DataContent(new byte[] { 1, 2, 3 }, "image/png"));
        var transport = Transport(request).Reply("""
            {"candidates":[{"content":{"role":"model","parts":[{"text":"Here it is."},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]},"finishReason":"STOP"}],
             "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":1290,"totalTokenCount":1300}}
            """);

        var response = await transport.RunAsync();

        Assert.Equal("https://host/base/models/gemini-2.5-flash-image:generateContent", transport.Sent[0].Url);
        var body = JsonElement.Parse(transport.Json());
        Assert.Equal("AQID", body.GetProperty("contents")[0].GetProperty("parts")[0].GetProperty("inlineData").GetProperty("data").GetString());
        Assert.Equal("""{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"1:1"}}""", body.GetProperty("generationConfig").GetRawText());
        Assert.Equal("image/png", Assert.IsType<DataContent>(Assert.Single(response.Contents)).MediaType);
        Assert.Equal(1290, response.Usage!.OutputTokenCount);
    }

    [Theory]
    [InlineData("""{"candidates":[{"finishReason":"IMAGE_SAFETY"}]}""", ContentFiltered)]
    [InlineData("""{"candidates":[{"finishReason":"IMAGE_PROHIBITED_CONTENT"}]}""", ContentFiltered)]
    [InlineData("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}""", ContentFiltered)]
    [InlineData("""{"candidates":[{"finishReason":"NO_IMAGE"}]}""", EmptyResponse)]
    [InlineData("""{"candidates":[{"content":{"role":"model","parts":[{"text":"I only talk."}]},"finishReason":"STOP"}]}""", EmptyResponse)]
    public async Task AGeminiAnswerWithoutAPicture(string answer, OneApiErrorKind expected)
    {
        var transport = Transport(ScriptedTransport.Request("gemini", "gemini-3-pro-image-preview")).Reply(answer);

        Assert.Equal(expected, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    private static ScriptedTransport Transport(ImageRequest request) => new(new GeminiImageProtocol(), request);
}
