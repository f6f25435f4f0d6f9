using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;
using OneApi.Client.Tests.Protocols.Hunyuan;

namespace OneApi.Client.Tests.Providers;

/// <summary>Hunyuan end to end against its fake: signatures, surfaces, what comes over the wire (protocols/hunyuan.md; story row 26).</summary>
public sealed class HunyuanChannelTests
{
    private const string Charset = "application/json; charset=utf-8";

    private static readonly DateTimeOffset NewYear = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Native_IsSigned_WithTheContentTypeThatIsSent(bool streaming)
    {
        await using var one = ProviderGateway.ToHunyuan(configure: static channel => (channel.Region, channel.SessionToken) = ("ap-guangzhou", "session-token"));

        Assert.Equal("You said: hello", (await one.AskAsync(streaming)).Text);

        var request = Assert.Single(one.Fake.Requests);
        Assert.True(request.AuthenticationPassed);
        Assert.Equal("/", request.Path);
        Assert.Equal(Charset, request.Headers["Content-Type"]);
        Assert.Contains("SignedHeaders=content-type;host;x-tc-action, ", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(("ChatCompletions", "2023-09-01", "ap-guangzhou", "session-token"), (request.Headers["X-TC-Action"], request.Headers["X-TC-Version"], request.Headers["X-TC-Region"], request.Headers["X-TC-Token"]));
    }

    /// <summary>The image actions want a region and know one; a channel's own region and version go before what we know.</summary>
    [Theory]
    [InlineData(null, null, "ap-guangzhou", "2023-09-01")]
    [InlineData("ap-shanghai", "2023-09-01", "ap-shanghai", "2023-09-01")]
    public async Task Images_AreSigned_AndNameTheirRegion(string? region, string? version, string expectedRegion, string expectedVersion)
    {
        await using var one = ProviderGateway.ToHunyuan(configure: channel => (channel.Region, channel.ApiVersion) = (region, version));

        var response = await one.Images.GenerateAsync(new("a lighthouse"), new ImageGenerationOptions { ModelId = "hunyuan-image-lite" }, TestContext.Current.CancellationToken);

        Assert.Single(response.Contents);
        var request = one.Fake.Requests[0];
        Assert.True(request.AuthenticationPassed);
        Assert.Equal(("TextToImageLite", expectedVersion, expectedRegion), (request.Headers["X-TC-Action"], request.Headers["X-TC-Version"], request.Headers["X-TC-Region"]));
    }

    [Fact]
    public async Task Images_OfAnotherVersion_AskForIt()
    {
        await using var one = ProviderGateway.ToHunyuan(configure: static channel => channel.ApiVersion = "2020-01-01");

        var failure = await Assert.ThrowsAsync<OneApiException>(() => one.Images.GenerateAsync(new("a lighthouse"), new ImageGenerationOptions { ModelId = "hunyuan-image-lite" }, TestContext.Current.CancellationToken));

        Assert.Equal((OneApiErrorKind.InvalidRequest, "NoSuchVersion"), (failure.Kind, failure.ProviderCode));
    }

    /// <summary>The scope's date is the day in UTC, although China is already in the next year.</summary>
    [Fact]
    public async Task Native_OneSecondBeforeTheDay_IsSignedForTheDayInUtc()
    {
        var time = new FakeTimeProvider(NewYear.AddSeconds(-1));
        await using var one = ProviderGateway.ToHunyuan(time);

        Assert.Equal("You said: hello", (await one.AskAsync(streaming: false)).Text);

        Assert.Contains("/2024-12-31/hunyuan/tc3_request, ", one.Fake.Requests[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, "AuthFailure.SignatureFailure")]
    [InlineData(true, false, "AuthFailure.SignatureFailure")]
    [InlineData(false, true, "AuthFailure.SecretIdNotFound")]
    [InlineData(true, true, "AuthFailure.SecretIdNotFound")]
    public async Task Native_WithAWrongPair_FailsOnce_AndSaysNoSecret(bool streaming, bool wrongId, string code)
    {
        await using var one = ProviderGateway.ToHunyuan(configure: channel => (channel.ApiKey, channel.SecretKey) = wrongId ? (channel.ApiKey + "x", channel.SecretKey) : (channel.ApiKey, channel.SecretKey + "x"));

        var error = (await one.AskAsync(streaming)).Failure;

        Assert.Equal((OneApiErrorKind.Authentication, code), (error.Kind, error.ProviderCode));
        Assert.Single(one.Fake.Requests); // only a signature's age is mended by another one
        Assert.DoesNotContain(one.Fake.SecretKey, error + error.ProviderMessage, StringComparison.Ordinal);
    }

    /// <summary>§8: once more, after signing with a fresh timestamp; not a second time.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Native_WhenTheSignatureIsTooOld_IsSignedAndSentOnceMore(bool streaming)
    {
        await using var one = ProviderGateway.ToHunyuan();
        one.Fake.Fault(Fault.ProviderError("AuthFailure.SignatureExpire"), times: 1);

        Assert.Equal("You said: hello", (await one.AskAsync(streaming)).Text);
        Assert.Equal(2, one.Fake.Requests.Count);

        one.Fake.Fault(Fault.ProviderError("AuthFailure.SignatureExpire"));
        Assert.Equal(OneApiErrorKind.Authentication, (await one.AskAsync(streaming)).Failure.Kind);
        Assert.Equal(4, one.Fake.Requests.Count);
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public async Task Native_WithAClockFiveMinutesOff_IsRefused(int seconds, bool passes)
    {
        var answer = await AskWithClocksApartAsync(TimeSpan.FromSeconds(seconds));

        Assert.Equal(passes ? null : "AuthFailure.SignatureExpire", (answer.Error as OneApiException)?.ProviderCode);
    }

    /// <summary>An error of a stream request comes as a JSON body under status 200.</summary>
    [Fact]
    public async Task Native_StreamRequest_AnsweredWithAnErrorBody_IsTheError()
    {
        await using var one = ProviderGateway.ToHunyuan();
        one.Fake.Reply(new FakeReply { RawBody = """{"Response":{"RequestId":"r-1","Error":{"Code":"InvalidParameter","Message":"Temperature must be 2 or less"}}}"""u8.ToArray() });

        var error = (await one.AskAsync(streaming: true)).Failure;

        Assert.Equal((OneApiErrorKind.InvalidRequest, "InvalidParameter", "r-1"), (error.Kind, error.ProviderCode, error.RequestId));
    }

    /// <summary>Events are parted by empty lines, once by a line with a tab.</summary>
    [Fact]
    public async Task Native_EventsPartedByATab_AreEvents()
    {
        await using var one = ProviderGateway.ToHunyuan();
        one.Fake.Reply(new FakeReply { RawBody = Encoding.UTF8.GetBytes(HunyuanStreamTests.Sample.Replace("\n\n", "\n\t\n", StringComparison.Ordinal)), ContentType = "text/event-stream", Headers = new Dictionary<string, string> { ["X-TC-RequestId"] = "tc-1" } });

        var answer = await one.AskAsync(streaming: true);

        Assert.Equal(["1", "+"], answer.Updates.Select(static update => update.Text).Where(static text => text.Length > 0));
        Assert.Equal(12, answer.Response.Usage!.TotalTokenCount);
        Assert.Equal("tc-1", Assert.Single(answer.Trace.Attempts).RequestId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Native_StopText_IsNotPartOfTheAnswer(bool streaming)
    {
        await using var one = ProviderGateway.ToHunyuan();
        one.Fake.Reply(new FakeReply { Text = "first second STOP", ChunkSize = 3 });

        Assert.Equal("first second ", (await one.AskAsync(streaming, options: new() { StopSequences = ["STOP"] })).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Native_AHybridModel_Thinks_WhenAsked(bool streaming)
    {
        await using var one = ProviderGateway.ToHunyuan();

        var answer = await one.AskAsync(streaming, options: new() { ModelId = "hunyuan-a13b", Reasoning = new() { Effort = ReasoningEffort.High } });

        Assert.Equal(("The user said: hello", "You said: hello"), (answer.Reasoning, answer.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Native_CachedTokens_AreCounted(bool streaming)
    {
        await using var one = ProviderGateway.ToHunyuan();
        one.Fake.Reply(new FakeReply { Text = "x", Usage = new() { InputTokens = 10, OutputTokens = 1, CachedInputTokens = 8 } });

        var usage = (await one.AskAsync(streaming)).Response.Usage!;

        Assert.Equal((10L, 1L, 8L), (usage.InputTokenCount, usage.OutputTokenCount, usage.CachedInputTokenCount));
    }

    /// <summary>Fifty texts a call: more are several calls and one answer.</summary>
    [Fact]
    public async Task Native_Embeddings_OfManyTexts_AreSplit_AndLoseNothing()
    {
        await using var one = ProviderGateway.ToHunyuan();
        string[] texts = [.. Enumerable.Range(0, 120).Select(static i => $"text {i}")];

        var all = await one.Embeddings.GenerateAsync(texts, new() { ModelId = "hunyuan-embedding" }, TestContext.Current.CancellationToken);
        var last = await one.Embeddings.GenerateAsync([texts[^1]], new() { ModelId = "hunyuan-embedding" }, TestContext.Current.CancellationToken);

        Assert.Equal([50, 50, 20, 1], one.Fake.Requests.Select(static request => request.Json.GetProperty("InputList").GetArrayLength()));
        Assert.All(one.Fake.Requests, static request => Assert.Equal("GetEmbedding", request.Headers["X-TC-Action"]));
        Assert.Equal(120, all.Count);
        Assert.Equal(1024, all[0].Vector.Length);
        Assert.Equal(last[0].Vector.ToArray(), all[^1].Vector.ToArray());
        Assert.Equal(texts.Sum(FakeUsage.Count), all.Usage!.InputTokenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compatible_SendsTheCharset_AndABearerKey(bool streaming)
    {
        await using var one = ProviderGateway.ToHunyuan(configure: Compatible);

        Assert.Equal("You said: hello", (await one.AskAsync(streaming)).Text);

        var request = Assert.Single(one.Fake.Requests);
        Assert.Equal(("/v1/chat/completions", Charset, "Bearer " + one.Fake.ApiKey), (request.Path, request.Headers["Content-Type"], request.Headers["Authorization"]));
    }

    [Fact]
    public async Task Compatible_Embeddings_SendTheCharsetToo()
    {
        await using var one = ProviderGateway.ToHunyuan(configure: Compatible);

        Assert.Single(await one.Embeddings.GenerateAsync(["a"], new() { ModelId = "hunyuan-embedding" }, TestContext.Current.CancellationToken));
        Assert.Equal(Charset, one.Fake.Requests[0].Headers["Content-Type"]);
    }

    /// <summary>A 400 with code 2003 is a rate limit.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compatible_Code2003_IsARateLimit(bool streaming)
    {
        await using var one = ProviderGateway.ToHunyuan(configure: Compatible);
        one.Fake.Fault(Fault.ProviderError("2003"));

        var error = (await one.AskAsync(streaming)).Failure;

        Assert.Equal((OneApiErrorKind.RateLimited, System.Net.HttpStatusCode.BadRequest), (error.Kind, error.StatusCode));
    }

    /// <summary>Every chunk repeats the role and has an empty reasoning: neither begins anything.</summary>
    [Fact]
    public async Task Compatible_RepeatedRolesAndEmptyReasoning_SayNothing()
    {
        await using var one = ProviderGateway.ToHunyuan(configure: Compatible);

        var answer = await one.AskAsync(streaming: true);

        Assert.Equal(ChatRole.Assistant, Assert.Single(answer.Response.Messages).Role);
        Assert.Empty(answer.Contents.OfType<TextReasoningContent>());
    }

    private static void Compatible(ChannelConfig channel) => (channel.Protocol, channel.BaseUrl, channel.SecretKey) = ("compatible", channel.BaseUrl + "/v1", null);

    private static async Task<Answer> AskWithClocksApartAsync(TimeSpan apart)
    {
        await using var one = ProviderGateway.ToHunyuan(new FakeTimeProvider(NewYear), fakeTime: new FakeTimeProvider(NewYear + apart));
        return await one.AskAsync(streaming: false);
    }
}
