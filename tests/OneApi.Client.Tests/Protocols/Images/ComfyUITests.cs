using System.Drawing;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.ComfyUI;
using OneApi.Client.Providers;
using OneApi.Client.Testing.Images;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Protocols.Images;

/// <summary>protocols/images.md §6.</summary>
public sealed class ComfyUITests
{
    private const string Graph = """
        {"3":{"class_type":"KSampler","inputs":{"seed":1,"steps":20}},"5":{"class_type":"EmptyLatentImage","inputs":{"width":64,"height":64,"batch_size":1}},
         "6":{"class_type":"CLIPTextEncode","inputs":{"text":"old"}},"9":{"class_type":"SaveImage","inputs":{}},"10":{"class_type":"LoadImage","inputs":{"image":"x.png"}}}
        """;

    private const string Done = """
        {"p1":{"prompt":[],"outputs":{"9":{"images":[{"filename":"a b.png","subfolder":"gateway","type":"output"}]},"12":{"images":[{"filename":"preview.png","subfolder":"","type":"temp"}]}},
         "status":{"status_str":"success","completed":true,"messages":[]}}}
        """;

    private static readonly byte[] Png = SamplePng.Make(2, 2, 1);

    [Fact]
    public async Task SettingsGoIntoTheirInputs_AndTheSavedImagesAreFetched()
    {
        var request = Request(
            new() { ImageSize = new Size(512, 768), AdditionalProperties = new() { ["steps"] = 12, ["seed"] = 99L } },
            ("prompt", "6", "text"), ("seed", "3", "seed"), ("steps", "3", "steps"), ("width", "5", "width"), ("height", "5", "height"));
        var transport = Transport(request)
            .Reply("""{"prompt_id":"p1","number":1,"node_errors":{}}""")
            .Reply("{}")
            .Reply(Done)
            .Reply(Png, "image/png");

        var response = await transport.RunAsync();

        var graph = JsonElement.Parse(transport.Json()).GetProperty("prompt");
        Assert.Equal(("a cat", 99, 12, 512, 768), (
            graph.GetProperty("6").GetProperty("inputs").GetProperty("text").GetString(), Number(graph, "3", "seed"), Number(graph, "3", "steps"), Number(graph, "5", "width"), Number(graph, "5", "height")));
        Assert.Equal(
            ["https://host/base/prompt", "https://host/base/history/p1", "https://host/base/history/p1", "https://host/base/view?filename=a%20b.png&subfolder=gateway&type=output"],
            transport.Sent.Select(static message => message.Url));
        var image = Assert.IsType<DataContent>(Assert.Single(response.Contents));
        Assert.Equal((Png.Length, 99L, "a b.png"), (image.Data.Length, image.AdditionalProperties!["seed"], image.AdditionalProperties["filename"]));
        Assert.Empty(request.Warnings.All);
    }

    /// <summary>The server gives the last images again for an unchanged graph.</summary>
    [Fact]
    public async Task ASeedThatNobodyNames_IsNewForEveryRun_AndTold()
    {
        var request = Request(new() { Count = 2 }, ("prompt", "6", "text"), ("seed", "3", "seed"));
        var transport = Transport(request);
        for (var i = 0; i < 2; i++)
        {
            transport.Reply("""{"prompt_id":"p1"}""").Reply(Done).Reply(Png, "image/png");
        }

        var response = await transport.RunAsync();

        Assert.Equal(2, response.Contents.Count);
        Assert.Equal(2, response.Contents.Select(static image => image.AdditionalProperties!["seed"]).Distinct().Count());
    }

    [Fact]
    public async Task WhatHasNoInput_IsAWarning()
    {
        var request = Request(new() { Count = 2, ImageSize = new Size(512, 512), AdditionalProperties = new() { ["cfg"] = 7 } }, ("prompt", "6", "text"));
        var transport = Transport(request).Reply("""{"prompt_id":"p1"}""").Reply(Done).Reply(Png, "image/png");

        await transport.RunAsync();

        Assert.Equal(["ImageSize", "Count", "cfg"], ScriptedTransport.Warned(request));
    }

    [Fact]
    public async Task ImagesToBeginWith_AreUploaded_AndNamed()
    {
        var request = Request(null, ("prompt", "6", "text"), ("image", "10", "image")) with { Originals = [new DataContent(Png, "image/png")] };
        var transport = Transport(request)
            .Reply("""{"name":"stored.png","subfolder":"in","type":"input"}""")
            .Reply("""{"prompt_id":"p1"}""").Reply(Done).Reply(Png, "image/png");

        await transport.RunAsync();

        Assert.Equal("https://host/base/upload/image", transport.Sent[0].Url);
        Assert.Contains("name=\"image\"; filename=\"oneapi-", Encoding.Latin1.GetString(transport.Sent[0].Body!.Value.Span), StringComparison.Ordinal);
        Assert.Equal("in/stored.png", JsonElement.Parse(transport.Json(1)).GetProperty("prompt").GetProperty("10").GetProperty("inputs").GetProperty("image").GetString());
    }

    [Fact]
    public async Task ImagesThatTheWorkflowDoesNotTake_AreRefused()
    {
        var transport = Transport(Request(null, ("prompt", "6", "text")) with { Originals = [new DataContent(Png, "image/png")] });

        Assert.Equal(Unsupported, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
        Assert.Empty(transport.Sent);
    }

    [Fact]
    public async Task AModelWithoutAWorkflow_IsNotFound() =>
        Assert.Equal(ModelNotFound, (await Assert.ThrowsAsync<OneApiException>(Transport(Request(null) with { Model = "other" }).RunAsync)).Kind);

    [Fact]
    public async Task ARunWithoutImages_IsAnEmptyResponse()
    {
        var transport = Transport(Request(null, ("prompt", "6", "text")))
            .Reply("""{"prompt_id":"p1"}""")
            .Reply("""{"p1":{"outputs":{"9":{"text":["no image"]}},"status":{"status_str":"success","completed":true}}}""");

        Assert.Equal(EmptyResponse, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Theory]
    [InlineData("torch.OutOfMemoryError", "Allocation on device", ProviderUnavailable)]
    [InlineData("RuntimeError", "CUDA error", ProviderUnavailable)]
    [InlineData("FileNotFoundError", "No such file or directory", ProviderUnavailable)]
    [InlineData("ValueError", "height must be divisible by 8", InvalidRequest)]
    [InlineData("TypeError", "unsupported operand", InvalidRequest)]
    [InlineData("some.other.Exception", "odd", ProviderUnavailable)]
    public async Task ARunThatBreaks_IsJudgedByItsException(string type, string words, OneApiErrorKind expected)
    {
        var transport = Transport(Request(null, ("prompt", "6", "text")))
            .Reply("""{"prompt_id":"p1"}""")
            .Reply($$$"""{"p1":{"outputs":{},"status":{"status_str":"error","completed":false,"messages":[["execution_start",{}],["execution_error",{"exception_type":"{{{type}}}","exception_message":"{{{words}}}","node_id":"3"}]]} } }""");

        Assert.Equal(expected, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Fact]
    public async Task ARunThatSomebodyInterrupted_IsUnavailable()
    {
        var transport = Transport(Request(null, ("prompt", "6", "text")))
            .Reply("""{"prompt_id":"p1"}""")
            .Reply("""{"p1":{"outputs":{},"status":{"status_str":"error","completed":false,"messages":[["execution_interrupted",{"node_id":"3"}]]}}}""");

        Assert.Equal(ProviderUnavailable, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    [Theory]
    [InlineData("""{"error":{"type":"prompt_outputs_failed_validation","message":"Prompt outputs failed validation","details":"","extra_info":{}},"node_errors":{"4":{"errors":[{"type":"value_not_in_list","message":"Value not in list","details":"ckpt_name: 'x.safetensors' not in ['y']","extra_info":{"input_name":"ckpt_name"}}],"dependent_outputs":["9"],"class_type":"CheckpointLoaderSimple"}}}""", ModelNotFound)]
    [InlineData("""{"error":{"type":"prompt_outputs_failed_validation","message":"Prompt outputs failed validation","details":"","extra_info":{}},"node_errors":{"3":{"errors":[{"type":"value_not_in_list","message":"Value not in list","details":"sampler_name: 'x' not in ['euler']","extra_info":{"input_name":"sampler_name"}}],"dependent_outputs":["9"],"class_type":"KSampler"}}}""", InvalidRequest)]
    [InlineData("""{"error":{"type":"prompt_outputs_failed_validation","message":"Prompt outputs failed validation","details":"","extra_info":{}},"node_errors":{"3":{"errors":[{"type":"value_smaller_than_min","message":"Value 0 smaller than min of 1","details":"steps","extra_info":{}}],"dependent_outputs":["9"],"class_type":"KSampler"}}}""", InvalidRequest)]
    [InlineData("""{"error":{"type":"invalid_prompt","message":"Cannot execute because a node is missing the class_type property.","details":"Node ID '#3'","extra_info":{}},"node_errors":{}}""", InvalidRequest)]
    [InlineData("""{"error":{"type":"prompt_no_outputs","message":"Prompt has no outputs","details":"","extra_info":{}},"node_errors":[]}""", InvalidRequest)]
    public void RefusedWorkflows(string body, OneApiErrorKind expected) => Assert.Equal(expected, Classify(400, body));

    [Fact]
    public void APlainServerError_IsUnavailable() => Assert.Equal(ProviderUnavailable, Classify(500, "500 Internal Server Error"));

    private static OneApiErrorKind Classify(int status, string body) =>
        new ErrorClassifier(ProviderCatalogue.Find("comfyui")!.Errors).Classify(ComfyUIErrorReader.Read(status, Encoding.UTF8.GetBytes(body)));

    private static int Number(JsonElement graph, string node, string input) => graph.GetProperty(node).GetProperty("inputs").GetProperty(input).GetInt32();

    private static ImageRequest Request(ImageGenerationOptions? options, params (string Name, string Node, string Input)[] inputs)
    {
        var workflow = new ImageWorkflow(Graph, inputs.ToDictionary(static one => one.Name, static one => (one.Node, one.Input), StringComparer.OrdinalIgnoreCase), null);
        return ScriptedTransport.Request("comfyui", "poster", options: options) with
        {
            Endpoint = new()
            {
                Provider = "comfyui",
                BaseUrl = "https://host/base",
                Errors = new ErrorClassifier(ProviderCatalogue.Find("comfyui")!.Errors),
                Workflows = new Dictionary<string, ImageWorkflow> { ["poster"] = workflow },
            },
        };
    }

    private static ScriptedTransport Transport(ImageRequest request) => new(new ComfyUIImageProtocol(), request);
}
