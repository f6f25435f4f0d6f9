using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OneApi.Client.Testing.Images;

namespace OneApi.Client.Testing.Tests;

/// <summary>What the fakes of image providers check and answer, as a plain HTTP client sees it.</summary>
public sealed class ImageWireTests
{
    private static readonly HttpClient Client = new();

    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    [Fact]
    public void APng_IsARealOne()
    {
        var file = SamplePng.Make(3, 2, 7);

        Assert.Equal((3, 2), SamplePng.SizeOf(file));
        var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        using var inflate = new ZLibStream(new MemoryStream(file, 41, length), CompressionMode.Decompress);
        using var pixels = new MemoryStream();
        inflate.CopyTo(pixels);
        Assert.Equal([0, 7, 7, 7, 0, 7, 7, 7], pixels.ToArray());

        // The end's checksum is the same in every PNG there is.
        Assert.Equal([0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82], file[^12..]);
    }

    [Theory]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","response_format":"url"}""", "unknown_parameter")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","size":"512x512"}""", "invalid_value")]
    [InlineData("""{"model":"dall-e-3","prompt":"x","n":2}""", "invalid_value")]
    [InlineData("""{"model":"dall-e-2"}""", "missing_required_parameter")]
    public async Task OpenAI_RefusesWhatTheModelRefuses(string body, string code)
    {
        await using var fake = FakeOpenAI.Start();

        using var response = await Client.SendAsync(ProviderCase.Post(fake, "/images/generations", body), Bound);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (await JsonAsync(response)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task OpenAI_EditsOnlyImages()
    {
        await using var fake = FakeOpenAI.Start();

        using var good = await Client.SendAsync(Form(fake, "/images/edits", ("model", "gpt-image-1"), ("prompt", "x"), ("image", SamplePng.Make(1, 1, 1))), Bound);
        using var bad = await Client.SendAsync(Form(fake, "/images/edits", ("model", "gpt-image-1"), ("prompt", "x"), ("image", "no image"u8.ToArray())), Bound);

        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal("invalid_image_file", (await JsonAsync(bad)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task AFile_IsHandedOutToNobodyWhoProvesAnything()
    {
        await using var fake = FakeOpenAI.Start();
        using var made = await Client.SendAsync(ProviderCase.Post(fake, "/images/generations", """{"model":"dall-e-2","prompt":"x","size":"256x256"}"""), Bound);
        var address = (await JsonAsync(made)).GetProperty("data")[0].GetProperty("url").GetString()!;

        using var plain = await Client.GetAsync(new Uri(address), Bound);
        using var proving = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", fake.ApiKey) } };
        using var refused = await Client.SendAsync(proving, Bound);

        Assert.Equal((256, 256), SamplePng.SizeOf(await plain.Content.ReadAsByteArrayAsync(Bound)));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.False(fake.Requests[^1].AuthenticationPassed);
    }

    /// <summary>Each vendor's own shape, from its page.</summary>
    [Theory]
    [InlineData("doubao", """{"model":"doubao-seedream-4-0-250828","prompt":"x","size":"32x16","n":3}""", """{"model":"doubao-seedream-4-0-250828","created":0,"data":[{"url":"ADDRESS","size":"32x16"}],"usage":{"generated_images":1,"output_tokens":16280,"total_tokens":16280}}""")]
    [InlineData("doubao", """{"model":"m","prompt":"x","size":"32x16","sequential_image_generation":"auto","sequential_image_generation_options":{"max_images":2}}""", """{"model":"m","created":0,"data":[{"url":"ADDRESS","size":"32x16"},{"url":"ADDRESS","size":"32x16"}],"usage":{"generated_images":2,"output_tokens":32560,"total_tokens":32560}}""")]
    [InlineData("zhipu", """{"model":"cogview-4","prompt":"x","size":"1024x1024","n":2}""", """{"created":0,"data":[{"url":"ADDRESS"}]}""")]
    [InlineData("minimax", """{"model":"image-01","prompt":"x","n":2,"width":512,"height":512,"response_format":"url"}""", """{"id":"ID","data":{"image_urls":["ADDRESS","ADDRESS"]},"metadata":{"success_count":"2","failed_count":"0"},"base_resp":{"status_code":0,"status_msg":"success"}}""")]
    [InlineData("siliconflow", """{"model":"Kwai-Kolors/Kolors","prompt":"x","image_size":"1024x1024","seed":123}""", """{"images":[{"url":"ADDRESS"}],"data":[{"url":"ADDRESS"}],"timings":{"inference":1.2},"seed":123}""")]
    [InlineData("stepfun", """{"model":"step-1x-medium","prompt":"x","n":1,"response_format":"url","seed":5}""", """{"created":0,"data":[{"seed":5,"finish_reason":"success","url":"ADDRESS"}]}""")]
    [InlineData("qianfan", """{"model":"irag-1.0","prompt":"x","n":2}""", """{"id":"ID","created":0,"data":[{"url":"ADDRESS"},{"url":"ADDRESS"}]}""")]
    public async Task AVendor_AnswersInItsOwnShape(string vendor, string body, string expected)
    {
        await using var fake = StartVendor(vendor);

        using var response = await Client.SendAsync(PostTo(vendor, fake, body), Bound);

        var answer = (await response.Content.ReadAsStringAsync(Bound)).Replace(fake.Url, "URL", StringComparison.Ordinal);
        answer = Regex.Replace(answer, "\"http[^\"]*\"|\"URL[^\"]*\"", "\"ADDRESS\"");
        answer = Regex.Replace(answer, "\"created\":[0-9]+", "\"created\":0");
        Assert.Equal(expected, Regex.Replace(answer, "\"id\":\"[^\"]+\"", "\"id\":\"ID\""));
    }

    [Theory]
    [InlineData("doubao", "b64_json")]
    [InlineData("minimax", "base64")]
    [InlineData("stepfun", "b64_json")]
    public async Task AVendor_GivesData_ByItsOwnWord(string vendor, string word)
    {
        await using var fake = StartVendor(vendor);

        using var response = await Client.SendAsync(PostTo(vendor, fake, $$"""{"model":"m","prompt":"x","response_format":"{{word}}"}"""), Bound);

        var data = (await JsonAsync(response)).GetProperty("data");
        var image = vendor == "minimax" ? data.GetProperty("image_base64")[0] : data[0].GetProperty("b64_json");
        Assert.Equal((1024, 1024), SamplePng.SizeOf(image.GetBytesFromBase64()));
    }

    [Theory]
    [InlineData("minimax", """{"model":"m","prompt":"x","n":10}""")]
    [InlineData("siliconflow", """{"model":"m","prompt":"x","batch_size":5}""")]
    [InlineData("stepfun", """{"model":"m","prompt":"x","n":2}""")]
    [InlineData("qianfan", """{"model":"m","prompt":"x","n":5}""")]
    [InlineData("zhipu", """{"model":"m"}""")]
    public async Task AVendor_RefusesWhatItsPageRefuses(string vendor, string body)
    {
        await using var fake = StartVendor(vendor);

        using var response = await Client.SendAsync(PostTo(vendor, fake, body), Bound);

        Assert.True(vendor == "minimax"
            ? (await JsonAsync(response)).GetProperty("base_resp").GetProperty("status_code").GetInt32() == 2013
            : response.StatusCode == HttpStatusCode.BadRequest);
    }

    /// <summary>An address is another host's: the vendors' own ways to prove who asks are refused there too.</summary>
    [Theory]
    [InlineData("doubao")]
    [InlineData("zhipu")]
    [InlineData("qianfan")]
    [InlineData("minimax")]
    [InlineData("siliconflow")]
    [InlineData("stepfun")]
    public async Task AVendorsFile_WantsNoCredential(string vendor)
    {
        await using var fake = StartVendor(vendor);
        using var made = await Client.SendAsync(PostTo(vendor, fake, """{"model":"m","prompt":"x"}"""), Bound);
        var data = (await JsonAsync(made)).GetProperty("data");
        var address = vendor == "minimax" ? data.GetProperty("image_urls")[0].GetString()! : data[0].GetProperty("url").GetString()!;

        using var plain = await Client.GetAsync(new Uri(address), Bound);
        using var proving = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", fake.ApiKey) } };
        using var refused = await Client.SendAsync(proving, Bound);

        Assert.Equal("image/png", plain.Content.Headers.ContentType?.MediaType);
        Assert.False(refused.IsSuccessStatusCode && refused.Content.Headers.ContentType?.MediaType == "image/png");
    }

    [Theory]
    [InlineData("bad_request", 400)]
    [InlineData("unauthorized", 401)]
    [InlineData("payment_required", 402)]
    [InlineData("content_moderation", 403)]
    [InlineData("permission_denied", 403)]
    [InlineData("not_found", 404)]
    [InlineData("payload_too_large", 413)]
    [InlineData("unprocessable", 422)]
    [InlineData("rate_limit_exceeded", 429)]
    [InlineData("internal_error", 500)]
    public async Task Stability_HasEveryErrorOfItsPage(string name, int status)
    {
        await using var fake = FakeStability.Start();
        fake.Fault(Fault.ProviderError(name));

        using var response = await Client.SendAsync(Form(fake, "/v2beta/stable-image/generate/core", ("prompt", "x")), Bound);

        Assert.Equal((status, name), ((int)response.StatusCode, (await JsonAsync(response)).GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("/v2beta/stable-image/generate/core", "aspect_ratio", "7:5")]
    [InlineData("/v2beta/stable-image/generate/core", "seed", "4294967295")]
    [InlineData("/v2beta/stable-image/generate/core", "output_format", "gif")]
    [InlineData("/v2beta/stable-image/edit/inpaint", "x", "y")]
    public async Task Stability_RefusesWhatItsPageRefuses(string path, string field, string value)
    {
        await using var fake = FakeStability.Start();

        using var response = await Client.SendAsync(Form(fake, path, ("prompt", "x"), (field, value)), Bound);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Stability_AFilteredImage_IsASuccess()
    {
        await using var fake = FakeStability.Start();
        fake.Outcome = FakeImageOutcome.Filtered;

        using var response = await Client.SendAsync(Form(fake, "/v2beta/stable-image/generate/core", ("prompt", "x"), ("seed", "5")), Bound);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["CONTENT_FILTERED"], response.Headers.GetValues("finish-reason"));
        Assert.Equal(["5"], response.Headers.GetValues("seed"));
        Assert.NotNull(SamplePng.SizeOf(await response.Content.ReadAsByteArrayAsync(Bound)));
    }

    [Theory]
    [InlineData("Sampler not found", 400)]
    [InlineData("Init image not found", 404)]
    [InlineData("Script not found", 422)]
    [InlineData("validation", 422)]
    [InlineData("Invalid encoded image", 500)]
    [InlineData("Invalid image url", 500)]
    [InlineData("Requests not allowed", 500)]
    [InlineData("OutOfMemoryError", 500)]
    [InlineData("RuntimeError", 500)]
    [InlineData("Bad Gateway", 502)]
    [InlineData("Gateway Timeout", 504)]
    public async Task StableDiffusion_HasEveryErrorOfItsPage(string code, int status)
    {
        await using var fake = FakeStableDiffusion.Start();
        fake.Fault(Fault.ProviderError(code));

        using var response = await Client.SendAsync(Json(fake, "/sdapi/v1/txt2img", "{}"), Bound);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task StableDiffusion_PutsAGridBeforeSeveralImages()
    {
        await using var fake = FakeStableDiffusion.Start();

        using var response = await Client.SendAsync(Json(fake, "/sdapi/v1/txt2img", """{"prompt":"x","batch_size":2,"width":8,"height":8,"seed":3}"""), Bound);

        var body = await JsonAsync(response);
        var info = JsonElement.Parse(body.GetProperty("info").GetString()!);
        Assert.Equal((3, 1), (body.GetProperty("images").GetArrayLength(), info.GetProperty("index_of_first_image").GetInt32()));
        Assert.Equal([3, 4], info.GetProperty("all_seeds").EnumerateArray().Select(static seed => seed.GetInt32()));
    }

    [Theory]
    [InlineData("invalid_prompt")]
    [InlineData("prompt_no_outputs")]
    [InlineData("no_prompt")]
    [InlineData("missing_node_type")]
    [InlineData("prompt_outputs_failed_validation")]
    [InlineData("value_not_in_list")]
    public async Task ComfyUI_HasEveryErrorOfItsPage(string code)
    {
        await using var fake = FakeComfyUI.Start();
        fake.Fault(Fault.ProviderError(code));

        using var response = await Client.SendAsync(Json(fake, "/prompt", "{}"), Bound);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(code, await response.Content.ReadAsStringAsync(Bound), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt":{"1":{"inputs":{}}}}""", "invalid_prompt")]
    [InlineData("""{"prompt":{"1":{"class_type":"KSampler","inputs":{}}}}""", "prompt_no_outputs")]
    [InlineData("""{"prompt":{"1":{"class_type":"SaveImage","inputs":{}},"4":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"other"}}}}""", "value_not_in_list")]
    [InlineData("""{"prompt":{"1":{"class_type":"SaveImage","inputs":{}},"10":{"class_type":"LoadImage","inputs":{"image":"nobody.png"}}}}""", "custom_validation_failed")]
    public async Task ComfyUI_RefusesWhatTheServerRefuses(string body, string code)
    {
        await using var fake = FakeComfyUI.Start();

        using var response = await Client.SendAsync(Json(fake, "/prompt", body), Bound);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(code, await response.Content.ReadAsStringAsync(Bound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownCode_IsRefused()
    {
        await using var fake = FakeReplicate.Start();

        Assert.Throws<ArgumentException>(() => fake.Fault(Fault.ProviderError("nothing")));
    }

    private static HttpRequestMessage PostTo(string vendor, FakeProvider fake, string json)
    {
        var request = Json(fake, vendor == "minimax" ? "/image_generation" : "/images/generations", json);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fake.ApiKey);
        return request;
    }

    private static FakeProvider StartVendor(string vendor) => vendor switch
    {
        "doubao" => FakeDoubao.Start(),
        "zhipu" => FakeZhipu.Start(),
        "minimax" => FakeMiniMax.Start(),
        "siliconflow" => FakeSiliconFlow.Start(),
        "stepfun" => FakeStepFun.Start(),
        _ => FakeQianfan.Start(),
    };

    private static HttpRequestMessage Json(FakeProvider fake, string path, string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (fake is FakeStableDiffusion)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(fake.ApiKey)));
        }

        return request;
    }

    private static HttpRequestMessage Form(FakeProvider fake, string path, params (string Name, object Value)[] parts)
    {
        var form = new MultipartFormDataContent("one-boundary");
        foreach (var (name, value) in parts)
        {
            if (value is byte[] data)
            {
                form.Add(new ByteArrayContent(data), $"\"{name}\"", "\"a.png\"");
            }
            else
            {
                form.Add(new StringContent((string)value), $"\"{name}\"");
            }
        }

        var request = new HttpRequestMessage(HttpMethod.Post, fake.Url + path) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fake.ApiKey);
        request.Headers.TryAddWithoutValidation("Accept", "image/*");
        return request;
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(Bound));
}
