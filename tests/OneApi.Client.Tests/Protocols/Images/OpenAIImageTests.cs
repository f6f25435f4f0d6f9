using System.Drawing;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.OpenAIImages;
using OneApi.Client.Testing.Images;

namespace OneApi.Client.Tests.Protocols.Images;

/// <summary>protocols/images.md §1 and the sections of the vendors who speak the same wire.</summary>
public sealed class OpenAIImageTests
{
    private static readonly byte[] Png = SamplePng.Make(2, 2, 1);
    private static readonly string Base64 = Convert.ToBase64String(Png);

    [Fact]
    public async Task GptImage_IsNeverSentAResponseFormat_AndGivesData()
    {
        var request = ScriptedTransport.Request("openai", "gpt-image-1", options: new()
        {
            Count = 2,
            ImageSize = new Size(1536, 1024),
            MediaType = "image/webp",
            ResponseFormat = ImageGenerationResponseFormat.Data,
            AdditionalProperties = new() { ["quality"] = "low", ["background"] = "transparent" },
        });
        var transport = Transport(request).Reply($$"""
            {"created":1713833628,"data":[{"b64_json":"{{Base64}}"},{"b64_json":"{{Base64}}"}],"background":"transparent","output_format":"webp","quality":"low","size":"1536x1024",
             "usage":{"total_tokens":100,"input_tokens":50,"output_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40} } }
            """);

        var response = await transport.RunAsync();

        AssertJson("""{"model":"gpt-image-1","prompt":"a cat","n":2,"size":"1536x1024","output_format":"webp","quality":"low","background":"transparent"}""", transport.Json());
        Assert.Equal("https://host/base/images/generations", transport.Sent[0].Url);
        Assert.Equal(2, response.Contents.Count);
        Assert.Equal(Png, Assert.IsType<DataContent>(response.Contents[0]).Data.ToArray());
        Assert.Equal("low", response.Contents[0].AdditionalProperties!["quality"]!.ToString());
        Assert.Equal((50, 50, 100), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(40, response.Usage.AdditionalCounts!["input_tokens_details.image_tokens"]);
        Assert.True(new OpenAIImageProtocol().GivesOnlyData(request));
    }

    /// <summary>Issue 3: the images were written twice, and the mask was lost.</summary>
    [Fact]
    public async Task WhatTheCallerWroteInTheProvidersWords_StaysAsHeWroteIt()
    {
        var own = new AdditionalPropertiesDictionary { ["images"] = new System.Text.Json.Nodes.JsonArray("his"), ["mask"] = "his too" };
        var request = ScriptedTransport.Request("xai", "grok-imagine-image", "in blue", new() { AdditionalProperties = own }, new DataContent(Png, "image/png"));
        var transport = Transport(request).Reply("""{"data":[{"url":"https://host/a.png"}]}""");

        await transport.RunAsync();

        AssertJson("""{"model":"grok-imagine-image","prompt":"in blue","images":["his"],"mask":"his too"}""", transport.Json());
    }

    [Theory]
    [InlineData("gpt-image-1", 1000, 1000, "1024x1024")]
    [InlineData("gpt-image-1.5", 1920, 1080, "1536x1024")]
    [InlineData("chatgpt-image-latest", 720, 1280, "1024x1536")]
    [InlineData("dall-e-3", 1920, 1080, "1792x1024")]
    [InlineData("dall-e-2", 100, 100, "256x256")]
    [InlineData("dall-e-2", 4000, 4000, "1024x1024")]
    public async Task ASizeThatTheModelLacks_IsTheNearest_WithAWarning(string model, int width, int height, string expected)
    {
        var request = ScriptedTransport.Request("openai", model, options: new() { ImageSize = new Size(width, height) });
        var transport = Transport(request).Reply($$"""{"data":[{"b64_json":"{{Base64}}"}]}""");

        await transport.RunAsync();

        Assert.Equal(expected, Member(transport, "size"));
        Assert.Equal(["ImageSize"], ScriptedTransport.Warned(request));
    }

    [Fact]
    public async Task GptImage2_TakesAnySize()
    {
        var request = ScriptedTransport.Request("openai", "gpt-image-2", options: new() { ImageSize = new Size(800, 600) });
        var transport = Transport(request).Reply($$"""{"data":[{"b64_json":"{{Base64}}"}]}""");

        await transport.RunAsync();

        Assert.Equal("800x600", Member(transport, "size"));
        Assert.Empty(request.Warnings.All);
    }

    [Theory]
    [InlineData(ImageGenerationResponseFormat.Uri, "url")]
    [InlineData(ImageGenerationResponseFormat.Data, "b64_json")]
    public async Task DallE_IsToldTheFormOfTheAnswer(ImageGenerationResponseFormat format, string expected)
    {
        var request = ScriptedTransport.Request("openai", "dall-e-2", options: new() { ResponseFormat = format });
        var transport = Transport(request).Reply("""{"created":1,"data":[{"url":"https://files.example/a.png?sig=1","revised_prompt":"a tabby cat"}]}""");

        var response = await transport.RunAsync();

        Assert.Equal(expected, Member(transport, "response_format"));
        var image = Assert.IsType<UriContent>(Assert.Single(response.Contents));
        Assert.Equal(("https://files.example/a.png?sig=1", "image/png"), (image.Uri.AbsoluteUri, image.MediaType));
        Assert.Equal("a tabby cat", image.AdditionalProperties!["revised_prompt"]!.ToString());
    }

    [Fact]
    public async Task DallE3_MakesOneImageACall()
    {
        var request = ScriptedTransport.Request("openai", "dall-e-3", options: new() { Count = 3 });
        var transport = Transport(request);
        for (var i = 0; i < 3; i++)
        {
            transport.Reply("""{"data":[{"url":"https://files.example/a"}]}""");
        }

        Assert.Equal(3, (await transport.RunAsync()).Contents.Count);
        Assert.All(transport.Sent, static message => Assert.Equal(1, JsonElement.Parse(message.Body!.Value.Span).GetProperty("n").GetInt32()));
    }

    [Fact]
    public async Task AnEditOfData_IsAForm()
    {
        var mask = new DataContent(Png, "image/png") { Name = "hole.png" };
        var request = ScriptedTransport.Request("openai", "gpt-image-1", "in blue", new() { AdditionalProperties = new() { ["mask"] = mask, ["input_fidelity"] = "high" } }, new DataContent(Png, "image/png"), new DataContent(Png, "image/png"));
        var transport = Transport(request).Reply($$"""{"data":[{"b64_json":"{{Base64}}"}]}""");

        await transport.RunAsync();

        Assert.Equal("https://host/base/images/edits", transport.Sent[0].Url);
        var text = Encoding.Latin1.GetString(transport.Sent[0].Body!.Value.Span);
        Assert.StartsWith("multipart/form-data; boundary=", transport.Sent[0].ContentType, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("name=\"image[]\"; filename=\"image.png\"\r\nContent-Type: image/png\r\n\r\n").Length - 1);
        Assert.Contains("name=\"mask\"; filename=\"hole.png\"", text, StringComparison.Ordinal);
        Assert.Contains("name=\"input_fidelity\"\r\n\r\nhigh\r\n", text, StringComparison.Ordinal);
        Assert.Contains("name=\"prompt\"\r\n\r\nin blue\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEditOfAnAddressOrAFile_IsJson()
    {
        var request = ScriptedTransport.Request("openai", "gpt-image-1", "in blue", null, new UriContent("https://host/cat.png", "image/png"), new HostedFileContent("file-1"));
        var transport = Transport(request).Reply($$"""{"data":[{"b64_json":"{{Base64}}"}]}""");

        await transport.RunAsync();

        AssertJson("""{"model":"gpt-image-1","prompt":"in blue","images":[{"image_url":"https://host/cat.png"},{"file_id":"file-1"}]}""", transport.Json());
    }

    [Theory]
    [InlineData("openai", "dall-e-3")]
    [InlineData("zhipu", "cogview-4")]
    [InlineData("stepfun", "step-1x-medium")]
    [InlineData("minimax", "image-01")]
    public async Task AModelThatDoesNotEdit_RefusesBeforeAnythingIsSent(string provider, string model)
    {
        var transport = Transport(ScriptedTransport.Request(provider, model, "x", null, new DataContent(Png, "image/png")));

        Assert.Equal(OneApiErrorKind.Unsupported, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
        Assert.Empty(transport.Sent);
    }

    [Fact]
    public async Task DallE2_FetchesNoAddressForTheCaller()
    {
        var transport = Transport(ScriptedTransport.Request("openai", "dall-e-2", "x", null, new UriContent("https://internal/secret", "image/png")));

        Assert.Equal(OneApiErrorKind.Unsupported, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    /// <summary>Shapes of the recorded exchange and of images.md §1.</summary>
    [Fact]
    public async Task XAI_TakesAProportion_AndTypedImages()
    {
        var request = ScriptedTransport.Request("xai", "grok-imagine-image", "turn the logo to green", new() { ImageSize = new Size(1280, 720) }, new UriContent("https://host/logo.png", "image/png"));
        var transport = Transport(request).Reply("""{"data":[{"url":"https://imgen.x.ai/a.jpeg","mime_type":"image/jpeg"}],"usage":{"cost_in_usd_ticks":700000000}}""");

        var response = await transport.RunAsync();

        AssertJson("""{"model":"grok-imagine-image","prompt":"turn the logo to green","aspect_ratio":"16:9","images":[{"type":"image_url","url":"https://host/logo.png"}]}""", transport.Json());
        Assert.Equal("image/jpeg", Assert.IsType<UriContent>(Assert.Single(response.Contents)).MediaType);
        Assert.Equal(700000000, response.Usage!.AdditionalCounts!["cost_in_usd_ticks"]);
        Assert.Equal(["ImageSize"], ScriptedTransport.Warned(request));
    }

    /// <summary>doubao.md §9: no n; an item may fail alone.</summary>
    [Fact]
    public async Task Doubao_GivesTheGoodItems_WithAWarning()
    {
        var request = ScriptedTransport.Request("doubao", "doubao-seedream-4-0-250828", "x", new() { Count = 1, ResponseFormat = ImageGenerationResponseFormat.Uri, AdditionalProperties = new() { ["watermark"] = false } }, new UriContent("https://host/a.png", "image/png"));
        var transport = Transport(request).Reply("""
            {"model":"m","created":1757323224,"data":[{"url":"https://files.example/1.jpeg","size":"2048x2048"},{"error":{"code":"OutputImageSensitiveContentDetected","message":"no"}}],
             "usage":{"generated_images":1,"output_tokens":16280,"total_tokens":16280}}
            """);

        var response = await transport.RunAsync();

        AssertJson("""{"model":"doubao-seedream-4-0-250828","prompt":"x","response_format":"url","image":"https://host/a.png","watermark":false}""", transport.Json());
        Assert.Equal("2048x2048", Assert.Single(response.Contents).AdditionalProperties!["size"]!.ToString());
        Assert.Equal((16280, 1), (response.Usage!.OutputTokenCount, response.Usage.AdditionalCounts!["generated_images"]));
        Assert.Equal(["Count"], ScriptedTransport.Warned(request));
    }

    [Fact]
    public async Task Doubao_WhenEveryItemFailed_ThrowsTheItemsError()
    {
        var transport = Transport(ScriptedTransport.Request("doubao", "doubao-seedream-4-0-250828"))
            .Reply("""{"data":[{"error":{"code":"OutputImageSensitiveContentDetected","message":"no"}}]}""");

        Assert.Equal(OneApiErrorKind.ContentFiltered, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Fact]
    public async Task Zhipu_TakesNoCount_AndTellsItsFilter()
    {
        var request = ScriptedTransport.Request("zhipu", "cogview-4", options: new() { Count = 2, ImageSize = new Size(1024, 1024) });
        var transport = Transport(request)
            .Reply("""{"created":1,"data":[{"url":"https://files.example/1"}],"content_filter":[{"role":"assistant","level":3}]}""")
            .Reply("""{"created":1,"data":[{"url":"https://files.example/2"}]}""");

        var response = await transport.RunAsync();

        AssertJson("""{"model":"cogview-4","prompt":"a cat","size":"1024x1024"}""", transport.Json());
        Assert.Equal(2, response.Contents.Count);
        Assert.Contains("assistant", response.Contents[0].AdditionalProperties!["content_filter"]!.ToString(), StringComparison.Ordinal);

        var filtered = Transport(ScriptedTransport.Request("zhipu", "cogview-4")).Reply("""{"created":1,"data":[],"content_filter":[{"role":"user","level":0}]}""");
        Assert.Equal(OneApiErrorKind.ContentFiltered, (await Assert.ThrowsAsync<OneApiException>(filtered.RunAsync)).Kind);
    }

    [Fact]
    public async Task SiliconFlow_HasItsOwnNames_AndItsSeed()
    {
        var request = ScriptedTransport.Request("siliconflow", "Kwai-Kolors/Kolors", options: new() { Count = 2, ImageSize = new Size(960, 1280), AdditionalProperties = new() { ["negative_prompt"] = "dogs", ["seed"] = 123 } });
        var transport = Transport(request).Reply("""{"images":[{"url":"https://files.example/1"},{"url":"https://files.example/2"}],"timings":{"inference":1.2},"seed":123}""");

        var response = await transport.RunAsync();

        AssertJson("""{"model":"Kwai-Kolors/Kolors","prompt":"a cat","batch_size":2,"image_size":"960x1280","negative_prompt":"dogs","seed":123}""", transport.Json());
        Assert.Equal("123", response.Contents[1].AdditionalProperties!["seed"]!.ToString());
    }

    [Fact]
    public async Task Qianfan_RefersToAnImage()
    {
        var transport = Transport(ScriptedTransport.Request("qianfan", "irag-1.0", "x", new() { Count = 4 }, new UriContent("https://host/a.png", "image/png")))
            .Reply("""{"id":"as-1","created":1,"data":[{"url":"https://files.example/1"}]}""");

        await transport.RunAsync();

        AssertJson("""{"model":"irag-1.0","prompt":"x","n":4,"refer_image":"https://host/a.png"}""", transport.Json());
    }

    [Fact]
    public async Task StepFun_SaysOfAnItemThatItWasFiltered()
    {
        var transport = Transport(ScriptedTransport.Request("stepfun", "step-1x-medium")).Reply("""{"created":1,"data":[{"seed":7,"finish_reason":"content_filtered"}]}""");

        Assert.Equal(OneApiErrorKind.ContentFiltered, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);

        var made = Transport(ScriptedTransport.Request("stepfun", "step-1x-medium")).Reply($$"""{"created":1,"data":[{"seed":7,"finish_reason":"success","image":"{{Base64}}"}]}""");
        Assert.Equal("7", Assert.Single((await made.RunAsync()).Contents).AdditionalProperties!["seed"]!.ToString());
    }

    [Theory]
    [InlineData("""{"id":"1","data":{"image_urls":["https://files.example/1.jpeg","https://files.example/2.jpeg"]},"metadata":{"success_count":"2","failed_count":"1"},"base_resp":{"status_code":0,"status_msg":"success"}}""", "url")]
    [InlineData("""{"id":"1","data":{"image_base64":["iVBORw0KGgo=","iVBORw0KGgo="]},"metadata":{"success_count":"2","failed_count":"1"},"base_resp":{"status_code":0,"status_msg":"success"}}""", "base64")]
    public async Task MiniMax_HasListsInAnObject(string answer, string format)
    {
        var request = ScriptedTransport.Request("minimax", "image-01", options: new()
        {
            Count = 3,
            ImageSize = new Size(1024, 768),
            ResponseFormat = format == "url" ? ImageGenerationResponseFormat.Uri : ImageGenerationResponseFormat.Data,
        });
        var transport = Transport(request).Reply(answer);

        var response = await transport.RunAsync();

        Assert.Equal("https://host/base/image_generation", transport.Sent[0].Url);
        AssertJson($$"""{"model":"image-01","prompt":"a cat","n":3,"width":1024,"height":768,"response_format":"{{format}}"}""", transport.Json());
        Assert.Equal(2, response.Contents.Count);
    }

    [Fact]
    public async Task MiniMax_ErrorUnderSuccess()
    {
        var transport = Transport(ScriptedTransport.Request("minimax", "image-01")).Reply("""{"id":"1","base_resp":{"status_code":1026,"status_msg":"new_sensitive"}}""");

        Assert.Equal(OneApiErrorKind.ContentFiltered, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Theory]
    [InlineData("""{"data":[{"url":"not an address:"}]}""", OneApiErrorKind.ProtocolViolation)]
    [InlineData("""{"data":[{"b64_json":"%%%"}]}""", OneApiErrorKind.ProtocolViolation)]
    [InlineData("""{"data":[{"url":"file:///etc/passwd"}]}""", OneApiErrorKind.ProtocolViolation)]
    [InlineData("""{"data":[{}]}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"data":[]}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"created":1}""", OneApiErrorKind.EmptyResponse)]
    [InlineData("""{"error":{"message":"The server had an error","type":"server_error","code":null}}""", OneApiErrorKind.ProviderUnavailable)]
    public async Task AnAnswerWithoutAnImage_IsAnError(string answer, OneApiErrorKind expected)
    {
        var transport = Transport(ScriptedTransport.Request("openai", "dall-e-2")).Reply(answer);

        Assert.Equal(expected, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Fact]
    public async Task ADataUri_IsData()
    {
        var transport = Transport(ScriptedTransport.Request("openai", "dall-e-2")).Reply($$"""{"data":[{"url":"data:image/png;base64,{{Base64}}"}]}""");

        Assert.Equal(Png, Assert.IsType<DataContent>(Assert.Single((await transport.RunAsync()).Contents)).Data.ToArray());
    }

    /// <summary>images.md §1, Errors.</summary>
    [Theory]
    [InlineData(400, "moderation_blocked", "image_generation_user_error", "Your request was rejected. safety_violations=[sexual].", OneApiErrorKind.ContentFiltered)]
    [InlineData(400, "content_policy_violation", "invalid_request_error", "Your request was rejected as a result of our safety system.", OneApiErrorKind.ContentFiltered)]
    [InlineData(400, "invalid_image_file", "image_generation_user_error", "Invalid image file or mode for image 1, please check your image file.", OneApiErrorKind.InvalidRequest)]
    [InlineData(400, "invalid_value", "image_generation_user_error", "Error while downloading file. Upstream status code: 404.", OneApiErrorKind.InvalidRequest)]
    [InlineData(400, "unknown_parameter", "invalid_request_error", "Unknown parameter: 'quality'.", OneApiErrorKind.InvalidRequest)]
    public async Task Errors(int status, string code, string type, string message, OneApiErrorKind expected)
    {
        var transport = Transport(ScriptedTransport.Request("openai", "gpt-image-1"))
            .Reply($$$"""{"error":{"message":"{{{message}}}","type":"{{{type}}}","param":null,"code":"{{{code}}}"}}""", status);

        Assert.Equal(expected, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    private static ScriptedTransport Transport(ImageRequest request) => new(new OpenAIImageProtocol(), request);

    private static string? Member(ScriptedTransport transport, string name) => JsonElement.Parse(transport.Json()).GetProperty(name).GetString();

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)), $"expected {expected}\nactual   {actual}");
}
