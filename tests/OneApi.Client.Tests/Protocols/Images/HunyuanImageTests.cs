using System.Drawing;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Hunyuan;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Protocols.Images;

/// <summary>protocols/hunyuan.md §10; codes of its §8.</summary>
public sealed class HunyuanImageTests
{
    private static readonly ErrorRule[] Rules =
    [
        new(ContentFiltered, Code: "FailedOperation.GenerateImageFailed"),
        new(ContentFiltered, Code: "OperationDenied.TextIllegalDetected"),
        new(RateLimited, Code: "RequestLimitExceeded"),
        new(OneApiErrorKind.Authentication, Code: "AuthFailure.SignatureFailure"),
    ];

    [Fact]
    public async Task Lite_AnswersAtOnce()
    {
        var request = Request("hunyuan-image-lite", new() { ImageSize = new Size(768, 768), ResponseFormat = ImageGenerationResponseFormat.Data, AdditionalProperties = new() { ["Style"] = "201", ["NegativePrompt"] = "dogs" } });
        var transport = Transport(request).Reply("""{"Response":{"ResultImage":"iVBORw0KGgo=","Seed":77,"RequestId":"r"}}""");

        var response = await transport.RunAsync();

        Assert.Equal("https://host/", transport.Sent[0].Url);
        Assert.Equal([new("X-TC-Action", "TextToImageLite"), new("X-TC-Version", "2023-09-01"), new("X-TC-Region", "ap-guangzhou")], transport.Sent[0].Headers);
        Assert.Equal("""{"Prompt":"a cat","Resolution":"768:768","RspImgType":"base64","Style":"201","NegativePrompt":"dogs"}""", transport.Json());
        var image = Assert.IsType<DataContent>(Assert.Single(response.Contents));
        Assert.Equal("77", image.AdditionalProperties!["Seed"]!.ToString());
    }

    [Fact]
    public async Task AJob_IsSubmittedAndQueried()
    {
        var request = Request("hunyuan-image", new() { Count = 2, ImageSize = new Size(1024, 1024), AdditionalProperties = new() { ["Revise"] = 1 } });
        var transport = Transport(request)
            .Reply("""{"Response":{"JobId":"j1","RequestId":"r"}}""")
            .Reply("""{"Response":{"JobStatusCode":"1","JobStatusMsg":"waiting","RequestId":"r"}}""")
            .Reply("""{"Response":{"JobStatusCode":"2","RequestId":"r"}}""")
            .Reply("""{"Response":{"JobStatusCode":"5","JobErrorCode":"","JobErrorMsg":"","ResultImage":["https://files.example/1.png","https://files.example/2.png"],"ResultDetails":["Success","Success"],"RevisedPrompt":["one","two"],"RequestId":"r"}}""");

        var response = await transport.RunAsync();

        Assert.Equal("""{"Prompt":"a cat","Resolution":"1024:1024","Num":2,"Revise":1}""", transport.Json());
        Assert.Equal("""{"JobId":"j1"}""", transport.Json(1));
        Assert.Contains(new("X-TC-Action", "QueryHunyuanImageJob"), transport.Sent[1].Headers);
        Assert.Equal(["one", "two"], response.Contents.Select(static image => image.AdditionalProperties!["revised_prompt"]!.ToString()));
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public async Task AnImageThatFailedAlone_IsAWarning()
    {
        var request = Request("hunyuan-image");
        var transport = Transport(request)
            .Reply("""{"Response":{"JobId":"j1"}}""")
            .Reply("""{"Response":{"JobStatusCode":"5","ResultImage":["https://files.example/1.png",""],"ResultDetails":["Success","Failed"]}}""");

        Assert.Single((await transport.RunAsync()).Contents);
        Assert.Equal(["Count"], ScriptedTransport.Warned(request));
    }

    [Fact]
    public async Task AFailedJob_IsItsError()
    {
        var transport = Transport(Request("hunyuan-image"))
            .Reply("""{"Response":{"JobId":"j1"}}""")
            .Reply("""{"Response":{"JobStatusCode":"4","JobErrorCode":"FailedOperation.GenerateImageFailed","JobErrorMsg":"sensitive","RequestId":"r"}}""");

        var failure = await Assert.ThrowsAsync<OneApiException>(transport.RunAsync);

        Assert.Equal((ContentFiltered, "FailedOperation.GenerateImageFailed", "r"), (failure.Kind, failure.ProviderCode, failure.RequestId));
    }

    /// <summary>Errors come under status 200.</summary>
    [Theory]
    [InlineData("AuthFailure.SignatureFailure", OneApiErrorKind.Authentication)]
    [InlineData("RequestLimitExceeded", RateLimited)]
    [InlineData("OperationDenied.TextIllegalDetected", ContentFiltered)]
    public async Task AnErrorUnderSuccess(string code, OneApiErrorKind expected)
    {
        var transport = Transport(Request("hunyuan-image")).Reply($$$"""{"Response":{"Error":{"Code":"{{{code}}}","Message":"words"},"RequestId":"r"}}""");

        var failure = await Assert.ThrowsAsync<OneApiException>(transport.RunAsync);

        Assert.Equal((expected, "r"), (failure.Kind, failure.RequestId));
    }

    /// <summary>What a job has failed with is not what a poll has failed with: the latter is found before the answer is read.</summary>
    [Theory]
    [InlineData("""{"Response":{"Error":{"Code":"InternalError","Message":"words"},"RequestId":"r"}}""", "InternalError")]
    [InlineData("""{"Response":{"JobStatusCode":"4","JobErrorCode":"InternalError","RequestId":"r"}}""", null)]
    [InlineData("""{"Response":{"JobStatusCode":"2","JobErrorMsg":"an \"Error\" in words","RequestId":"r"}}""", null)]
    [InlineData("""<html>"Error"</html>""", null)]
    public void AnErrorOfAPoll_IsFoundInItsAnswer(string body, string? code)
    {
        using var response = new HttpResponseMessage();
        using var reply = new WireReply(200, "application/json", response.Headers, System.Text.Encoding.UTF8.GetBytes(body), static () => { });

        Assert.Equal(code, new HunyuanImageProtocol().FindError(reply, Request("hunyuan-image"))?.ProviderCode);
    }

    /// <summary>The vendor runs one job at a time.</summary>
    [Fact]
    public async Task MoreThanAJobMakes_AreJobsOneAfterAnother()
    {
        var transport = Transport(Request("hunyuan-image", new() { Count = 6 }));
        foreach (var job in (string[])["j1", "j2"])
        {
            transport.Reply($$$"""{"Response":{"JobId":"{{{job}}}"}}""");
            transport.Reply("""{"Response":{"JobStatusCode":"5","ResultImage":["https://files.example/1.png"],"ResultDetails":["Success"]}}""");
        }

        await transport.RunAsync();

        Assert.Equal((2, 1), (transport.Repeats, transport.AtOnce));
        Assert.Equal("""{"Prompt":"a cat","Num":4}""", transport.Json());
        Assert.Equal("""{"Prompt":"a cat","Num":2}""", transport.Json(2));
    }

    private static ImageRequest Request(string model, ImageGenerationOptions? options = null) => ScriptedTransport.Request("hunyuan", model, options: options) with
    {
        Endpoint = new() { Provider = "hunyuan", BaseUrl = "https://host", Errors = new ErrorClassifier(Rules) },
    };

    private static ScriptedTransport Transport(ImageRequest request) => new(new HunyuanImageProtocol(), request);
}
