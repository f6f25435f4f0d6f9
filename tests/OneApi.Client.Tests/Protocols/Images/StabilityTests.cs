using System.Drawing;
using System.Text;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Stability;
using OneApi.Client.Providers;
using OneApi.Client.Testing.Images;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Protocols.Images;

/// <summary>protocols/images.md §4.</summary>
public sealed class StabilityTests
{
    private static readonly byte[] Png = SamplePng.Make(2, 2, 1);

    [Theory]
    [InlineData("sd3.5-large", "/v2beta/stable-image/generate/sd3")]
    [InlineData("sd3.5-flash", "/v2beta/stable-image/generate/sd3")]
    [InlineData("stable-image-core", "/v2beta/stable-image/generate/core")]
    [InlineData("core", "/v2beta/stable-image/generate/core")]
    [InlineData("stable-image-ultra", "/v2beta/stable-image/generate/ultra")]
    [InlineData("stable-image-inpaint", "/v2beta/stable-image/edit/inpaint")]
    [InlineData("edit/search-and-replace", "/v2beta/stable-image/edit/search-and-replace")]
    [InlineData("edit/remove-background", "/v2beta/stable-image/edit/remove-background")]
    [InlineData("control/sketch", "/v2beta/stable-image/control/sketch")]
    [InlineData("stable-image-style-transfer", "/v2beta/stable-image/control/style-transfer")]
    [InlineData("upscale/fast", "/v2beta/stable-image/upscale/fast")]
    public async Task AModel_IsAnEndpoint(string model, string path)
    {
        var transport = Transport(ScriptedTransport.Request("stability", model)).Reply(Png, "image/png", 200, ("finish-reason", "SUCCESS"), ("seed", "42"));

        var response = await transport.RunAsync();

        Assert.Equal("https://host/base" + path, transport.Sent[0].Url);
        Assert.Equal("image/*", transport.Sent[0].Accept);
        var image = Assert.IsType<DataContent>(Assert.Single(response.Contents));
        Assert.Equal(("image/png", 42L, "SUCCESS"), (image.MediaType, image.AdditionalProperties!["seed"], image.AdditionalProperties["finish_reason"]));
    }

    [Fact]
    public async Task AnUnknownModel_IsNotFound_BeforeAnythingIsSent()
    {
        var transport = Transport(ScriptedTransport.Request("stability", "dall-e-3"));

        Assert.Equal(ModelNotFound, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Fact]
    public async Task SettingsAreFields()
    {
        var request = ScriptedTransport.Request("stability", "sd3.5-large", "a cat", new()
        {
            ImageSize = new Size(1920, 1080),
            MediaType = "image/jpeg",
            AdditionalProperties = new() { ["negative_prompt"] = "dogs", ["seed"] = 7, ["style_preset"] = "anime" },
        });
        var transport = Transport(request).Reply(Png, "image/png");

        await transport.RunAsync();

        AssertFields(transport, ("prompt", "a cat"), ("model", "sd3.5-large"), ("aspect_ratio", "16:9"), ("output_format", "jpeg"), ("negative_prompt", "dogs"), ("seed", "7"), ("style_preset", "anime"));
        Assert.Equal(["ImageSize"], ScriptedTransport.Warned(request));
    }

    [Fact]
    public async Task AProportionThatTheVendorLacks_IsRefused()
    {
        var transport = Transport(ScriptedTransport.Request("stability", "stable-image-core", options: new() { ImageSize = new Size(1000, 700) }));

        Assert.Equal(Unsupported, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Fact]
    public async Task AnImageToBeginWith_NeedsAMode_AndAStrength_AndNoProportion()
    {
        var request = ScriptedTransport.Request("stability", "sd3.5-large", "in blue", new() { ImageSize = new Size(512, 512) }, new DataContent(Png, "image/png"));
        var transport = Transport(request).Reply(Png, "image/png");

        await transport.RunAsync();

        var form = AssertFields(transport, ("mode", "image-to-image"), ("strength", "0.65"));
        Assert.DoesNotContain("aspect_ratio", form, StringComparison.Ordinal);
        Assert.Contains("name=\"image\"; filename=\"image.png\"\r\nContent-Type: image/png\r\n\r\n", form, StringComparison.Ordinal);
        Assert.Equal(["strength", "ImageSize"], ScriptedTransport.Warned(request));
    }

    [Fact]
    public async Task AStrengthOfTheCallers_IsSentAsItIs()
    {
        var request = ScriptedTransport.Request("stability", "stable-image-ultra", "in blue", new() { AdditionalProperties = new() { ["strength"] = 0.2 } }, new DataContent(Png, "image/png"));
        var transport = Transport(request).Reply(Png, "image/png");

        await transport.RunAsync();

        AssertFields(transport, ("strength", "0.2"));
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public async Task AMask_IsAFile()
    {
        var request = ScriptedTransport.Request("stability", "edit/inpaint", "in blue", new() { AdditionalProperties = new() { ["mask"] = new DataContent(Png, "image/png") } }, new DataContent(Png, "image/png"));
        var transport = Transport(request).Reply(Png, "image/png");

        await transport.RunAsync();

        Assert.Contains("name=\"mask\"; filename=\"mask.png\"", Form(transport), StringComparison.Ordinal);
    }

    /// <summary>A filtered answer is a success with a blurred image.</summary>
    [Fact]
    public async Task AFilteredImage_IsNotGivenOut()
    {
        var bytes = Transport(ScriptedTransport.Request("stability", "core")).Reply(Png, "image/png", 200, ("finish-reason", "CONTENT_FILTERED"));
        var json = Transport(ScriptedTransport.Request("stability", "core")).Reply(Encoding.UTF8.GetBytes("""{"image":"iVBORw0KGgo=","finish_reason":"CONTENT_FILTERED","seed":1}"""), "application/json; type=image/png");

        Assert.Equal(ContentFiltered, (await Assert.ThrowsAsync<OneApiException>(bytes.RunAsync)).Kind);
        Assert.Equal(ContentFiltered, (await Assert.ThrowsAsync<OneApiException>(json.RunAsync)).Kind);
    }

    [Fact]
    public async Task TheJsonForm_IsReadToo()
    {
        var transport = Transport(ScriptedTransport.Request("stability", "core"))
            .Reply(Encoding.UTF8.GetBytes($$"""{"image":"{{Convert.ToBase64String(Png)}}","finish_reason":"SUCCESS","seed":343940597}"""), "application/json; type=image/png");

        var image = Assert.IsType<DataContent>(Assert.Single((await transport.RunAsync()).Contents));

        Assert.Equal((Png.Length, 343940597L), (image.Data.Length, image.AdditionalProperties!["seed"]));
    }

    [Fact]
    public async Task Creative_IsATask()
    {
        var transport = Transport(ScriptedTransport.Request("stability", "upscale/creative", "x", null, new DataContent(Png, "image/png")))
            .Reply("""{"id":"a6dc6c6e"}""")
            .Reply("""{"id":"a6dc6c6e","status":"in-progress"}""", 202)
            .Reply(Png, "image/png", 200, ("finish-reason", "SUCCESS"), ("seed", "9"));

        var response = await transport.RunAsync();

        Assert.Single(response.Contents);
        Assert.Equal((HttpMethod.Get, "https://host/base/v2beta/results/a6dc6c6e"), (transport.Sent[2].Method, transport.Sent[2].Url));
    }

    [Fact]
    public async Task TheOldEngines_SpeakJson()
    {
        var request = ScriptedTransport.Request("stability", "stable-diffusion-xl-1024-v1-0", options: new() { ImageSize = new Size(1024, 1024), AdditionalProperties = new() { ["steps"] = 30 } });
        var transport = Transport(request).Reply($$"""{"artifacts":[{"base64":"{{Convert.ToBase64String(Png)}}","seed":5,"finishReason":"SUCCESS"}]}""");

        var response = await transport.RunAsync();

        Assert.Equal("https://host/base/v1/generation/stable-diffusion-xl-1024-v1-0/text-to-image", transport.Sent[0].Url);
        Assert.Equal("""{"text_prompts":[{"text":"a cat"}],"width":1024,"height":1024,"steps":30}""", transport.Json());
        Assert.Equal(5L, Assert.Single(response.Contents).AdditionalProperties!["seed"]);
    }

    [Theory]
    [InlineData("CONTENT_FILTERED", ContentFiltered)]
    [InlineData("ERROR", Unknown)]
    public async Task TheOldEngines_SayHowEachImageEnded(string finish, OneApiErrorKind expected)
    {
        var transport = Transport(ScriptedTransport.Request("stability", "stable-diffusion-v1-6")).Reply($$"""{"artifacts":[{"base64":"aaaa","seed":5,"finishReason":"{{finish}}"}]}""");

        Assert.Equal(expected, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Fact]
    public async Task APageInsteadOfAnImage_IsAProtocolViolation()
    {
        var transport = Transport(ScriptedTransport.Request("stability", "core")).Reply("<html>"u8.ToArray(), "text/html");

        Assert.Equal(ProtocolViolation, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    /// <summary>The table of images.md §4.</summary>
    [Theory]
    [InlineData(400, "bad_request", "some-field: is required", InvalidRequest)]
    [InlineData(401, "unauthorized", "authorization: invalid or missing header value", OneApiErrorKind.Authentication)]
    [InlineData(402, "payment_required", "You lack sufficient credits to make this request.", QuotaExhausted)]
    [InlineData(402, null, "insufficient balance", QuotaExhausted)]
    [InlineData(403, "content_moderation", "Your request was flagged by our content moderation system.", ContentFiltered)]
    [InlineData(403, "forbidden", "not yours", PermissionDenied)]
    [InlineData(404, "not_found", "The specified engine (ID some-fake-engine) was not found.", ModelNotFound)]
    [InlineData(404, "not_found", "result: no generation with this id", InvalidRequest)]
    [InlineData(413, "payload_too_large", "body: payload cannot be larger than 10MiB in size", InvalidRequest)]
    [InlineData(422, "unprocessable", "prompt: English is the only supported language", InvalidRequest)]
    [InlineData(429, "rate_limit_exceeded", "You have exceeded the rate limit of 150 requests within a 10 second period, and have been timed out for 60 seconds.", RateLimited)]
    [InlineData(500, "internal_error", "An unexpected server error has occurred", ProviderUnavailable)]
    [InlineData(503, "internal_error", "An unexpected server error has occurred", ProviderUnavailable)]
    public void Errors(int status, string? name, string words, OneApiErrorKind expected)
    {
        var body = name is null ? $$"""{"message":"{{words}}"}""" : $$"""{"id":"a","name":"{{name}}","errors":["{{words}}"]}""";

        Assert.Equal(expected, Classify(status, body));
    }

    [Fact]
    public void APlainRefusedKey_IsAuthentication() => Assert.Equal(OneApiErrorKind.Authentication, Classify(401, """{"message":"Unauthorized"}"""));

    [Fact]
    public void ALimitWithoutAHeader_IsAMinute()
    {
        var fault = StabilityErrorReader.Read(429, """{"id":"a","name":"rate_limit_exceeded","errors":["You have been timed out for 60 seconds."]}"""u8);

        Assert.Equal(TimeSpan.FromSeconds(60), fault.RetryAfter);
    }

    private static OneApiErrorKind Classify(int status, string body) =>
        new ErrorClassifier(ProviderCatalogue.Find("stability")!.Errors).Classify(StabilityErrorReader.Read(status, Encoding.UTF8.GetBytes(body)));

    private static ScriptedTransport Transport(ImageRequest request) => new(new StabilityImageProtocol(), request);

    private static string Form(ScriptedTransport transport) => Encoding.Latin1.GetString(transport.Sent[0].Body!.Value.Span);

    private static string AssertFields(ScriptedTransport transport, params (string Name, string Value)[] fields)
    {
        var form = Form(transport);
        Assert.All(fields, field => Assert.Contains($"name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n", form, StringComparison.Ordinal));
        return form;
    }
}
