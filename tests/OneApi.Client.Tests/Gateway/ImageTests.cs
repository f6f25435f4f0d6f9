using System.Diagnostics;
using System.Drawing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Images go the same way as chat and embeddings.</summary>
public sealed class ImageTests
{
    [Fact]
    public async Task Generate_IsTracedRecordedAndLabelled()
    {
        await using var scenario = new Scenario("openai");
        var images = Images(scenario);

        var response = await images.GenerateAsync(
            new("a cat"),
            new OneApiImageGenerationOptions { ModelId = "gpt-image-1", Count = 2, EndUser = "ann", Labels = new Dictionary<string, string> { ["team"] = "a" } },
            Scenario.Bound);

        Assert.Equal(2, response.Contents.Count);
        var record = scenario.Usage.Only;
        Assert.Equal(("generate_content", "gpt-image-1", "one", "openai", CallOutcome.Succeeded), (record.Operation, record.ServedModel, record.Channel, record.Provider, record.Outcome));
        Assert.Equal(("ann", "a"), (record.EndUser, record.Labels["team"]));
        Assert.Equal((2L, 200L), (record.Usage!.AdditionalCounts!["images"], record.Usage.OutputTokenCount));
        Assert.Equal(record.CallId, response.GetOneApiTrace()!.CallId);
        Assert.DoesNotContain("ann", System.Text.Encoding.UTF8.GetString(scenario.Fake.Requests[0].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_WhenAChannelFails_AnotherServes()
    {
        await using var scenario = new Scenario("openai", channels: 2);
        scenario.Fakes[0].Fault(Fault.Overloaded());

        var response = await Images(scenario).GenerateAsync(new("a cat"), Options(), Scenario.Bound);

        Assert.Equal([OneApiErrorKind.ProviderUnavailable, null], response.GetOneApiTrace()!.Attempts.Select(static attempt => attempt.ErrorKind));
        Assert.Single(scenario.Lines(1501));
        Assert.Single(scenario.Lines(1502));
    }

    [Fact]
    public async Task Generate_WhenTheVendorFilters_IsContentFiltered_AndNoOtherChannelIsAsked()
    {
        await using var scenario = new Scenario("openai", channels: 2);
        scenario.Fakes[0].Fault(Fault.ContentFiltered());

        var failure = await Assert.ThrowsAsync<OneApiException>(() => Images(scenario).GenerateAsync(new("a cat"), Options(), Scenario.Bound));

        Assert.Equal(OneApiErrorKind.ContentFiltered, failure.Kind);
        Assert.Equal([1, 0], scenario.Requests);
        Assert.Equal((CallOutcome.Failed, OneApiErrorKind.ContentFiltered), (scenario.Usage.Only.Outcome, scenario.Usage.Only.ErrorKind));
    }

    [Fact]
    public async Task Generate_FallsBackToAnotherModel_WhereTheCallSaysSo()
    {
        await using var scenario = new Scenario("openai", fakes: new FakeProviderOptions { Models = { "dall-e-2" } });

        var response = await Images(scenario).GenerateAsync(new("a cat"), new OneApiImageGenerationOptions { ModelId = "dall-e-3", Fallbacks = ["dall-e-2"] }, Scenario.Bound);

        Assert.Equal("dall-e-2", response.GetOneApiTrace()!.Model);
    }

    [Fact]
    public async Task Generate_WithoutAModel_IsAnInvalidRequestAndSettled()
    {
        await using var scenario = new Scenario("openai", configure: static options => options.DefaultModel = "gpt-4o");

        var failure = await Assert.ThrowsAsync<OneApiException>(() => Images(scenario).GenerateAsync(new("a cat"), cancellationToken: Scenario.Bound));

        Assert.Equal((OneApiErrorKind.InvalidRequest, "model_required"), (failure.Kind, failure.ProviderCode));
        Assert.Equal(OneApiErrorKind.InvalidRequest, scenario.Usage.Only.ErrorKind);
    }

    [Fact]
    public async Task Generate_ChecksItsArgumentsAtOnce()
    {
        await using var scenario = new Scenario("openai");
        var images = Images(scenario);

        Assert.Throws<ArgumentNullException>(() => { _ = images.GenerateAsync(null!, cancellationToken: Scenario.Bound); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = images.GenerateAsync(new("x"), new() { ModelId = "m", Count = 0 }, Scenario.Bound); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = images.GenerateAsync(new("x"), new() { ModelId = "m", ImageSize = new Size(0, 5) }, Scenario.Bound); });
        Assert.Empty(scenario.Fake.Requests);
    }

    [Fact]
    public async Task Generate_LeavesRequestAndOptionsAsTheyWere()
    {
        await using var scenario = new Scenario("openai", channels: 2);
        scenario.Fakes[0].Fault(Fault.ServerError());
        var options = new ImageGenerationOptions { ModelId = "dall-e-3", Count = 2, AdditionalProperties = new() { ["style"] = "vivid", ["seed"] = 5 } };
        var request = new ImageGenerationRequest("a cat");

        await Images(scenario).GenerateAsync(request, options, Scenario.Bound);

        Assert.Equal(("dall-e-3", 2, "vivid", 5, "a cat"), (options.ModelId, options.Count, options.AdditionalProperties["style"], options.AdditionalProperties["seed"], request.Prompt));
    }

    /// <summary>Several calls with one seed would make one image several times.</summary>
    [Fact]
    public async Task ASeed_CountsUp_WhereAnImageIsACall()
    {
        await using var scenario = new Scenario("openai");

        await Images(scenario).GenerateAsync(new("a cat"), new() { ModelId = "dall-e-3", Count = 3, AdditionalProperties = new() { ["seed"] = 5 } }, Scenario.Bound);

        Assert.Equal([5, 6, 7], scenario.Fake.Requests.Select(static request => request.Json.GetProperty("seed").GetInt32()).Order());
    }

    [Fact]
    public async Task WhenSomeCallsOfSeveralFail_TheOtherImagesAreGiven_WithAWarning()
    {
        await using var scenario = new Scenario("openai");
        scenario.Fake.Fault(Fault.ServerError(), times: 1);

        var response = await Images(scenario).GenerateAsync(new("a cat"), new() { ModelId = "dall-e-3", Count = 3 }, Scenario.Bound);

        Assert.Equal(2, response.Contents.Count);
        var warning = Assert.Single(response.GetOneApiWarnings());
        Assert.Equal(("setting_adjusted", "Count", "one"), (warning.Code, warning.Setting, warning.Channel));
        Assert.Single(scenario.Lines(1001));
    }

    [Fact]
    public async Task ACountThatWouldBeTooManyCalls_IsRefused()
    {
        await using var scenario = new Scenario("openai");

        var failure = await Assert.ThrowsAsync<OneApiException>(() => Images(scenario).GenerateAsync(new("a cat"), new() { ModelId = "dall-e-3", Count = 1000 }, Scenario.Bound));

        Assert.Equal(OneApiErrorKind.Unsupported, failure.Kind);
        Assert.Empty(scenario.Fake.Requests);
    }

    [Theory]
    [InlineData("gpt-image-1")]
    [InlineData("dall-e-3")]
    public async Task InStrictMode_WhatCantBeHonoured_RefusesBeforeAnythingIsPaidFor(string model)
    {
        await using var scenario = new Scenario("openai", configure: static options => options.UnsupportedSettings = UnsupportedSettings.Strict);

        var failure = await Assert.ThrowsAsync<OneApiException>(() => Images(scenario).GenerateAsync(new("a cat"), new() { ModelId = model, Count = 2, ImageSize = new Size(640, 480) }, Scenario.Bound));

        Assert.Equal((OneApiErrorKind.Unsupported, "setting_not_supported"), (failure.Kind, failure.ProviderCode));
        Assert.Empty(scenario.Fake.Requests);
    }

    [Fact]
    public async Task HostedAndStreamedImages_AreWarnedOf()
    {
        await using var scenario = new Scenario("openai");

        var response = await Images(scenario).GenerateAsync(new("a cat"), new() { ModelId = "gpt-image-1", ResponseFormat = ImageGenerationResponseFormat.Hosted, StreamingCount = 2 }, Scenario.Bound);

        Assert.Equal(["ResponseFormat", "StreamingCount"], response.GetOneApiWarnings().Select(static warning => warning.Setting));
    }

    [Fact]
    public async Task ForwardedHeaders_GoToTheProvider_AndNotToTheHostOfTheImages()
    {
        await using var scenario = new Scenario("openai", configure: static options => options.ForwardHeaders.Add("X-Tenant"));

        await Images(scenario).GenerateAsync(
            new("a cat"),
            new OneApiImageGenerationOptions { ModelId = "dall-e-2", ResponseFormat = ImageGenerationResponseFormat.Data, AdditionalProperties = new() { ["response_format"] = "url" }, ForwardedHeaders = new Dictionary<string, string> { ["X-Tenant"] = "t1" } },
            Scenario.Bound);

        Assert.Equal("t1", scenario.Fake.Requests[0].Headers["X-Tenant"]);
        var file = Assert.Single(scenario.Fake.Requests, static request => request.Method == "GET");
        Assert.False(file.Headers.ContainsKey("X-Tenant") || file.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task AChannelThatOnlyMakesImages_ServesNoChat()
    {
        await using var stability = FakeStability.Start();
        await using var scenario = new Scenario("openai", configure: options =>
        {
            options.Channels.Clear();
            options.Channels.Add(new() { Name = "pictures", Provider = "stability", ApiKey = stability.ApiKey, BaseUrl = stability.Url });
        });

        var failure = await Assert.ThrowsAsync<OneApiException>(() => scenario.Chat.GetResponseAsync("hi", new() { ModelId = "sd3.5-large" }, Scenario.Bound));
        var image = Assert.Single((await Images(scenario).GenerateAsync(new("a cat"), new() { ModelId = "sd3.5-large" }, Scenario.Bound)).Contents);

        Assert.Equal(OneApiErrorKind.ModelNotFound, failure.Kind);
        Assert.IsType<DataContent>(image);
        Assert.Null(scenario.Services.GetKeyedService<IChatClient>("pictures"));
    }

    [Fact]
    public async Task RawRepresentation_IsTheRequestToBeginWith()
    {
        await using var scenario = new Scenario("openai");

        await Images(scenario).GenerateAsync(
            new("a cat"),
            new() { ModelId = "dall-e-2", Count = 1, RawRepresentationFactory = static _ => new System.Text.Json.Nodes.JsonObject { ["prompt"] = "mine", ["n"] = 2 } },
            Scenario.Bound);

        var body = scenario.Fake.Requests[0].Json;
        Assert.Equal(("mine", 2, "dall-e-2"), (body.GetProperty("prompt").GetString(), body.GetProperty("n").GetInt32(), body.GetProperty("model").GetString()));
    }

    [Fact]
    public async Task TheSpan_SaysThatImagesWereMade()
    {
        using var source = new ActivityListener { ShouldListenTo = static source => source.Name == "OneApi.Client", Sample = static (ref _) => ActivitySamplingResult.AllData };
        var spans = new List<Activity>();
        source.ActivityStopped = span =>
        {
            lock (spans)
            {
                spans.Add(span);
            }
        };
        ActivitySource.AddActivityListener(source);
        await using var scenario = new Scenario("openai");

        await Images(scenario).GenerateAsync(new("a cat"), new() { ModelId = "gpt-image-1-mini" }, Scenario.Bound);

        Activity span;
        lock (spans)
        {
            span = Assert.Single(spans, static one => one.DisplayName == "generate_content gpt-image-1-mini");
        }

        Assert.Equal(("generate_content", "image"), (span.GetTagItem("gen_ai.operation.name"), span.GetTagItem("gen_ai.output.type")));
    }

    [Fact]
    public async Task Secrets_AreInNoLogAndNoException()
    {
        await using var scenario = new Scenario("openai");
        scenario.Fake.Fault(Fault.Unauthorized());

        var failure = await Assert.ThrowsAsync<OneApiException>(() => Images(scenario).GenerateAsync(
            new("a secret prompt"), new OneApiImageGenerationOptions { ModelId = "gpt-image-1", AdditionalProperties = new() { ["user"] = "u" } }, Scenario.Bound));

        Assert.DoesNotContain(scenario.Fake.ApiKey, failure.ToString() + failure.ProviderMessage, StringComparison.Ordinal);
        Assert.All(scenario.Logs.GetSnapshot(), line =>
        {
            Assert.DoesNotContain(scenario.Fake.ApiKey, line.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("a secret prompt", line.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Options_CloneEverything_AndShowNoSecret()
    {
        var options = new OneApiImageGenerationOptions
        {
            ModelId = "m",
            Count = 2,
            AccessToken = "sk-secret",
            Group = "g",
            EndUser = "e",
            Labels = new Dictionary<string, string> { ["a"] = "b" },
            ForwardedHeaders = new Dictionary<string, string> { ["X-A"] = "sk-secret" },
            Fallbacks = ["n"],
        };

        var clone = Assert.IsType<OneApiImageGenerationOptions>(options.Clone());

        Assert.Equal(("m", 2, "sk-secret", "g", "e", "b", "n"), (clone.ModelId, clone.Count, clone.AccessToken, clone.Group, clone.EndUser, clone.Labels!["a"], clone.Fallbacks![0]));
        Assert.NotSame(options.Labels, clone.Labels);
        Assert.DoesNotContain("sk-secret", System.Text.Json.JsonSerializer.Serialize(new { clone.Group, clone.EndUser, clone.Labels, clone.Fallbacks }), StringComparison.Ordinal);
        Assert.All(
            (string[])[nameof(options.AccessToken), nameof(options.ForwardedHeaders)],
            static name => Assert.NotEmpty(typeof(OneApiImageGenerationOptions).GetProperty(name)!.GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute), false)));
    }

    [Fact]
    public async Task TheGenerator_SaysWhatItIs()
    {
        await using var scenario = new Scenario("openai");
        var images = Images(scenario);

        Assert.Same(images, images.GetService(typeof(IImageGenerator)));
        Assert.Equal("oneapi", ((ImageGeneratorMetadata)images.GetService(typeof(ImageGeneratorMetadata))!).ProviderName);
        Assert.Null(images.GetService(typeof(IImageGenerator), "key"));
        images.Dispose();
        images.Dispose();
        Assert.Single((await images.GenerateAsync(new("a cat"), Options(), Scenario.Bound)).Contents);
    }

    private static IImageGenerator Images(Scenario scenario) => scenario.Services.GetRequiredService<IImageGenerator>();

    private static ImageGenerationOptions Options() => new() { ModelId = "gpt-image-1" };
}
