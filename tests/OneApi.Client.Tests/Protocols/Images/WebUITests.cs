using System.Drawing;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.WebUI;
using OneApi.Client.Providers;
using OneApi.Client.Testing.Images;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Protocols.Images;

/// <summary>protocols/images.md §5.</summary>
public sealed class WebUITests
{
    private static readonly string One = Convert.ToBase64String(SamplePng.Make(2, 2, 1));
    private static readonly string Two = Convert.ToBase64String(SamplePng.Make(3, 3, 2));
    private static readonly string Grid = Convert.ToBase64String(SamplePng.Make(9, 9, 3));

    [Fact]
    public async Task TextToImage_SetsTheModelForThisCallAlone()
    {
        var request = ScriptedTransport.Request("sd-webui", "sd_xl_base_1.0", options: new()
        {
            Count = 2,
            ImageSize = new Size(768, 512),
            AdditionalProperties = new() { ["negative_prompt"] = "dogs", ["steps"] = 20, ["sampler_name"] = "DPM++ 2M", ["override_settings"] = JsonElement.Parse("""{"CLIP_stop_at_last_layers":2}""") },
        });
        var transport = Transport(request).Reply(Answer("{}", One));

        await transport.RunAsync();

        Assert.Equal("https://host/base/sdapi/v1/txt2img", transport.Sent[0].Url);
        var body = JsonElement.Parse(transport.Json());
        Assert.Equal(("a cat", 2, 768, 512, 20, "DPM++ 2M"), (Text(body, "prompt"), Number(body, "batch_size"), Number(body, "width"), Number(body, "height"), Number(body, "steps"), Text(body, "sampler_name")));
        Assert.Equal("""{"sd_model_checkpoint":"sd_xl_base_1.0","CLIP_stop_at_last_layers":2}""", body.GetProperty("override_settings").GetRawText());
        Assert.StartsWith("task(", Text(body, "force_task_id"), StringComparison.Ordinal);
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public async Task TheModelDefault_KeepsWhatIsLoaded()
    {
        var transport = Transport(ScriptedTransport.Request("sd-webui", "default")).Reply(Answer("{}", One));

        await transport.RunAsync();

        Assert.False(JsonElement.Parse(transport.Json()).TryGetProperty("override_settings", out _));
    }

    [Fact]
    public async Task Lengths_AreMultiplesOfEight_WithAWarning()
    {
        var request = ScriptedTransport.Request("sd-webui", "default", options: new() { ImageSize = new Size(1001, 515) });
        var transport = Transport(request).Reply(Answer("{}", One));

        await transport.RunAsync();

        var body = JsonElement.Parse(transport.Json());
        Assert.Equal((1000, 512), (Number(body, "width"), Number(body, "height")));
        Assert.Equal(["ImageSize"], ScriptedTransport.Warned(request));
    }

    [Fact]
    public async Task ImageToImage_CarriesBareBase64_AndTheMask()
    {
        var data = SamplePng.Make(2, 2, 1);
        var request = ScriptedTransport.Request("sd-webui", "default", "in blue", new() { AdditionalProperties = new() { ["mask"] = new DataContent(data, "image/png"), ["denoising_strength"] = 0.5 } }, new DataContent(data, "image/png"));
        var transport = Transport(request).Reply(Answer("{}", One));

        await transport.RunAsync();

        Assert.Equal("https://host/base/sdapi/v1/img2img", transport.Sent[0].Url);
        var body = JsonElement.Parse(transport.Json());
        Assert.Equal(Convert.ToBase64String(data), body.GetProperty("init_images")[0].GetString());
        Assert.Equal(Convert.ToBase64String(data), Text(body, "mask"));
    }

    [Fact]
    public async Task GridsAndExtras_AreLeftOut_AndSeedsComeBack()
    {
        const string Info = """{"all_seeds":[41,42],"all_subseeds":[1,2],"index_of_first_image":1,"sd_model_name":"sd_xl_base_1.0","steps":20,"infotexts":["first","second"]}""";
        var transport = Transport(ScriptedTransport.Request("sd-webui", "default")).Reply(Answer(Info, Grid, One, Two, Grid));

        var response = await transport.RunAsync();

        Assert.Equal([One, Two], response.Contents.Select(static image => Convert.ToBase64String(((DataContent)image).Data.Span)));
        Assert.Equal([41L, 42L], response.Contents.Select(static image => image.AdditionalProperties!["seed"]));
        Assert.Equal("second", response.Contents[1].AdditionalProperties!["infotext"]!.ToString());
    }

    [Fact]
    public async Task InfoThatIsNotJson_CostsNoImage()
    {
        var transport = Transport(ScriptedTransport.Request("sd-webui", "default")).Reply(Answer("not json", One, Two));

        Assert.Equal(2, (await transport.RunAsync()).Contents.Count);
    }

    [Fact]
    public async Task NoImages_IsAnEmptyResponse()
    {
        var transport = Transport(ScriptedTransport.Request("sd-webui", "default")).Reply(Answer("{}"));

        Assert.Equal(EmptyResponse, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    /// <summary>The table of images.md §5.</summary>
    [Theory]
    [InlineData(400, """{"error":"HTTPException","detail":"Sampler not found","body":"","errors":""}""", InvalidRequest)]
    [InlineData(401, """{"error":"HTTPException","detail":"Incorrect username or password","body":"","errors":""}""", OneApiErrorKind.Authentication)]
    [InlineData(404, """{"error":"HTTPException","detail":"Init image not found","body":"","errors":""}""", InvalidRequest)]
    [InlineData(404, """{"detail":"Not Found"}""", ModelNotFound)]
    [InlineData(422, """{"error":"HTTPException","detail":"Script 'x' not found","body":"","errors":""}""", InvalidRequest)]
    [InlineData(422, """{"detail":[{"loc":["body","width"],"msg":"value is not a valid integer","type":"type_error.integer"}]}""", InvalidRequest)]
    [InlineData(500, """{"error":"HTTPException","detail":"Invalid encoded image","body":"","errors":""}""", InvalidRequest)]
    [InlineData(500, """{"error":"HTTPException","detail":"Invalid image url","body":"","errors":""}""", InvalidRequest)]
    [InlineData(500, """{"error":"HTTPException","detail":"Requests not allowed","body":"","errors":""}""", InvalidRequest)]
    [InlineData(500, """{"error":"OutOfMemoryError","detail":"","body":"","errors":"CUDA out of memory. Tried to allocate 2.00 GiB"}""", ProviderUnavailable)]
    [InlineData(500, """{"error":"RuntimeError","detail":"","body":"","errors":"checkpoint could not be loaded"}""", ProviderUnavailable)]
    [InlineData(502, "<html><title>502 Bad Gateway</title></html>", ProviderUnavailable)]
    [InlineData(504, "<html><title>504 Gateway Time-out</title></html>", OneApiErrorKind.Timeout)]
    public void Errors(int status, string body, OneApiErrorKind expected) =>
        Assert.Equal(expected, new ErrorClassifier(ProviderCatalogue.Find("sd-webui")!.Errors).Classify(WebUIErrorReader.Read(status, Encoding.UTF8.GetBytes(body))));

    private static string Answer(string info, params string[] images) =>
        $$"""{"images":[{{string.Join(',', images.Select(static image => $"\"{image}\""))}}],"parameters":{},"info":{{JsonSerializer.Serialize(info)}}}""";

    private static string? Text(JsonElement body, string name) => body.GetProperty(name).GetString();

    private static int Number(JsonElement body, string name) => body.GetProperty(name).GetInt32();

    private static ScriptedTransport Transport(ImageRequest request) => new(new WebUIImageProtocol(), request);
}
