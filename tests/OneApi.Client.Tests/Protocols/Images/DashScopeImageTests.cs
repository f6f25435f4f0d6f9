using System.Drawing;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.DashScope;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Protocols.Images;

/// <summary>protocols/qwen.md §14; the shapes of tasks are those that it captured.</summary>
public sealed class DashScopeImageTests
{
    private const string Submitted = """{"output":{"task_status":"PENDING","task_id":"0385dc79"},"request_id":"r"}""";

    [Fact]
    public async Task ATask_IsSubmittedAndPolled()
    {
        var request = ScriptedTransport.Request("qwen", "wan2.2-t2i-flash", "a flower shop", new()
        {
            Count = 1,
            ImageSize = new Size(1024, 1024),
            AdditionalProperties = new() { ["negative_prompt"] = "blurry", ["seed"] = 42, ["prompt_extend"] = true, ["watermark"] = false },
        });
        var transport = Transport(request)
            .Reply(Submitted)
            .Reply("""{"request_id":"r","output":{"task_id":"0385dc79","task_status":"RUNNING","submit_time":"2024-02-29 01:27:02.856","task_metrics":{"TOTAL":1,"SUCCEEDED":0,"FAILED":0}}}""")
            .Reply("""{"request_id":"r","output":{"task_id":"0385dc79","task_status":"SUSPENDED"}}""")
            .Reply("""{"request_id":"r","output":{"task_id":"2de3f7e1","task_status":"SUCCEEDED","results":[{"orig_prompt":"a","actual_prompt":"b","url":"https://files.example/1.png?Expires=1"}],"task_metrics":{"TOTAL":1,"FAILED":0,"SUCCEEDED":1}},"usage":{"image_count":1}}""");

        var response = await transport.RunAsync();

        Assert.Equal("https://host/base/api/v1/services/aigc/text2image/image-synthesis", transport.Sent[0].Url);
        Assert.Equal([new("X-DashScope-Async", "enable")], transport.Sent[0].Headers);
        Assert.Equal("""{"model":"wan2.2-t2i-flash","input":{"prompt":"a flower shop","negative_prompt":"blurry"},"parameters":{"size":"1024*1024","n":1,"seed":42,"prompt_extend":true,"watermark":false}}""", transport.Json());
        Assert.Equal((HttpMethod.Get, "https://host/base/api/v1/tasks/0385dc79"), (transport.Sent[1].Method, transport.Sent[1].Url));
        var image = Assert.IsType<UriContent>(Assert.Single(response.Contents));
        Assert.Equal(("https://files.example/1.png?Expires=1", "b"), (image.Uri.AbsoluteUri, image.AdditionalProperties!["actual_prompt"]!.ToString()));
        Assert.Equal(1, response.Usage!.AdditionalCounts!["image_count"]);
    }

    [Theory]
    [InlineData("FAILED", "InternalError.Timeout", OneApiErrorKind.Timeout)]
    [InlineData("FAILED", "DataInspectionFailed", ContentFiltered)]
    [InlineData("FAILED", "InvalidParameter", InvalidRequest)]
    [InlineData("FAILED", "InternalError", ProviderUnavailable)]
    [InlineData("CANCELED", null, ProviderUnavailable)]
    [InlineData("UNKNOWN", null, Unknown)]
    public async Task ATaskThatEndsBadly_IsItsError(string status, string? code, OneApiErrorKind expected)
    {
        var transport = Transport(ScriptedTransport.Request("qwen", "wanx2.1-t2i-turbo"))
            .Reply(Submitted)
            .Reply($$"""{"request_id":"r","output":{"task_id":"t","task_status":"{{status}}"{{(code is null ? "" : $$""", "code":"{{code}}","message":"words" """)}} } }""");

        Assert.Equal(expected, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Fact]
    public async Task ItemsMayFailAlone()
    {
        var request = ScriptedTransport.Request("qwen", "wanx2.1-t2i-turbo", options: new() { Count = 2 });
        var transport = Transport(request)
            .Reply(Submitted)
            .Reply("""{"output":{"task_status":"SUCCEEDED","results":[{"url":"https://files.example/1.png"},{"code":"InternalError.Timeout","message":"no"}]}}""");

        Assert.Single((await transport.RunAsync()).Contents);
        Assert.Equal(["Count"], ScriptedTransport.Warned(request));
    }

    [Fact]
    public async Task WhenNoItemIsLeft_TheFirstItemsErrorIsThrown()
    {
        var transport = Transport(ScriptedTransport.Request("qwen", "wanx2.1-t2i-turbo"))
            .Reply(Submitted)
            .Reply("""{"output":{"task_status":"SUCCEEDED","results":[{"code":"DataInspectionFailed","message":"no"}]}}""");

        Assert.Equal(ContentFiltered, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Theory]
    [InlineData("wan2.5-t2i-preview", 6, 2)]
    [InlineData("qwen-image", 3, 3)]
    [InlineData("qwen-image-plus", 2, 2)]
    public async Task MoreThanOneCallMakes_IsSeveralCalls(string model, int count, int calls)
    {
        var transport = Transport(ScriptedTransport.Request("qwen", model, options: new() { Count = count }));
        for (var i = 0; i < calls; i++)
        {
            transport.Reply(Submitted).Reply("""{"output":{"task_status":"SUCCEEDED","results":[{"url":"https://files.example/1.png"}]}}""");
        }

        await transport.RunAsync();

        Assert.Equal(calls, transport.Repeats);
    }

    [Theory]
    [InlineData("wan2.6-t2i")]
    [InlineData("qwen-image-max")]
    [InlineData("qwen-image-edit-plus")]
    public async Task NewerModels_AnswerAtOnce(string model)
    {
        var request = ScriptedTransport.Request("qwen", model, "a poster", new() { ImageSize = new Size(1328, 1328), AdditionalProperties = new() { ["watermark"] = false } }, new UriContent("https://host/a.png", "image/png"));
        var transport = Transport(request).Reply("""{"request_id":"r","output":{"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":[{"image":"https://files.example/1.png"}]}}]},"usage":{"image_count":1,"width":1328,"height":1328}}""");

        var response = await transport.RunAsync();

        Assert.Equal("https://host/base/api/v1/services/aigc/multimodal-generation/generation", transport.Sent[0].Url);
        Assert.Empty(transport.Sent[0].Headers);
        Assert.Equal(
            """{"model":"MODEL","input":{"messages":[{"role":"user","content":[{"image":"https://host/a.png"},{"text":"a poster"}]}]},"parameters":{"size":"1328*1328","watermark":false}}""".Replace("MODEL", model, StringComparison.Ordinal),
            transport.Json());
        Assert.Single(response.Contents);
    }

    [Theory]
    [InlineData("I can't do that.", EmptyResponse)]
    [InlineData("data_inspection_failed", ContentFiltered)]
    public async Task OnlyText_MeansThatNoImageWasMade(string text, OneApiErrorKind expected)
    {
        var transport = Transport(ScriptedTransport.Request("qwen", "wan2.6-t2i")).Reply($$"""{"output":{"choices":[{"message":{"content":[{"text":"{{text}}"}]} }]} }""");

        Assert.Equal(expected, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Theory]
    [InlineData("wan2.5-i2i-preview", """{"prompt":"x","images":["https://host/a.png"]}""")]
    [InlineData("wanx2.1-imageedit", """{"prompt":"x","base_image_url":"https://host/a.png"}""")]
    public async Task EditsAreTasksOfTheirOwnEndpoint(string model, string input)
    {
        var transport = Transport(ScriptedTransport.Request("qwen", model, "x", null, new UriContent("https://host/a.png", "image/png")))
            .Reply(Submitted)
            .Reply("""{"output":{"task_status":"SUCCEEDED","results":[{"url":"https://files.example/1.png"}]}}""");

        await transport.RunAsync();

        Assert.Equal("https://host/base/api/v1/services/aigc/image2image/image-synthesis", transport.Sent[0].Url);
        Assert.Contains(input, transport.Json(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelThatDoesNotEdit_Refuses() =>
        Assert.Equal(Unsupported, (await Assert.ThrowsAsync<OneApiException>(Transport(ScriptedTransport.Request("qwen", "qwen-image", "x", null, new UriContent("https://host/a.png", "image/png"))).RunAsync)).Kind);

    [Fact]
    public async Task ARefusedSubmission_IsItsError()
    {
        var transport = Transport(ScriptedTransport.Request("qwen", "qwen-image")).Reply("""{"code":"Throttling.RateQuota","message":"Requests rate limit exceeded","request_id":"r"}""", 429);

        Assert.Equal(RateLimited, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    private static ScriptedTransport Transport(ImageRequest request) => new(new DashScopeImageProtocol(), request);
}
