using Microsoft.Extensions.AI;
using OneApi.Client.Testing;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;

namespace OneApi.Client.Tests.Providers;

/// <summary>What Ark does otherwise on OpenAI's wire (protocols/doubao.md §1, §3 to §8, §10).</summary>
public sealed class DoubaoChannelTests
{
    private const string Bot = "bot-20250101000000-abcde";

    /// <summary>The capture of §5: no finish reason but in the last chunk, the role in every delta, usage null.</summary>
    [Fact]
    public void Stream_TheCaptureOfThePage()
    {
        const string Head = "{\"choices\":[{\"delta\":{\"content\":\"";
        const string Tail = ""","created":1764683408,"id":"021764683408123345ac2cd750e626cbfa451e1fd38946f410eef","model":"doubao-seed-1-6-251015","service_tier":"default","object":"chat.completion.chunk","usage":null}""";

        var updates = Updates(
            "doubao",
            Head + """我","role":"assistant"},"index":0}]""" + Tail,
            Head + """是","role":"assistant"},"index":0}]""" + Tail,
            Head + "\",\"role\":\"assistant\"},\"finish_reason\":\"stop\",\"index\":0}]" + Tail,
            "[DONE]");

        var response = updates.ToChatResponse();
        Assert.Equal(("我是", ChatFinishReason.Stop, "021764683408123345ac2cd750e626cbfa451e1fd38946f410eef"), (response.Text, response.FinishReason, response.ResponseId));
        Assert.Null(updates[0].FinishReason);
        Assert.Null(response.Usage);
    }

    /// <summary>The capture of §5: two whole calls and the finish reason in one chunk.</summary>
    [Fact]
    public void Stream_WholeCallsInOneChunk_WithTheFinishReason()
    {
        var response = Updates(
            "doubao",
            """{"choices":[{"delta":{"content":"","reasoning_content":"","role":"assistant","tool_calls":[{"function":{"arguments":"{\"location\": \"北京\"}","name":"get_current_weather"},"id":"call_pwdm5g0i3dwe825aghkb1t8j","index":0,"type":"function"},{"function":{"arguments":"{\"location\": \"洛阳\"}","name":"get_current_weather"},"id":"call_k6mgf4zrsf3hh51lxl67gjgg","index":1,"type":"function"}]},"finish_reason":"tool_calls","index":0}],"created":1764682994,"id":"021764682994508345ac2cd750e626cbfa451e1fd38946f9675a1","model":"doubao-seed-code-preview-251028","service_tier":"default","object":"chat.completion.chunk","usage":null}""",
            "[DONE]").ToChatResponse();

        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal(["call_pwdm5g0i3dwe825aghkb1t8j 北京", "call_k6mgf4zrsf3hh51lxl67gjgg 洛阳"], Calls(response).Select(static call => $"{call.CallId} {call.Arguments!["location"]}"));
        Assert.DoesNotContain(response.Messages[0].Contents, static content => content is TextReasoningContent);
    }

    [Theory]
    [InlineData("severe_violation")]
    [InlineData("violence")]
    public void ModerationHit_IsContentFiltered_WhateverTheFinishReason(string hit)
    {
        var hitMember = $"\"moderation_hit_type\":\"{hit}\"";
        var whole = $$$"""{"id":"1","choices":[{"index":0,"finish_reason":"stop",{{{hitMember}}},"message":{"role":"assistant","content":"so far"}}]}""";
        var chunk = $$$"""{"choices":[{"delta":{"content":"so far","role":"assistant"},{{{hitMember}}},"index":0}],"id":"1"}""";
        const string Last = """{"choices":[{"delta":{"content":"","role":"assistant"},"finish_reason":"stop","index":0}],"id":"1"}""";

        Assert.Equal(ChatFinishReason.ContentFilter, Read(whole, "doubao").FinishReason);
        Assert.Equal(ChatFinishReason.ContentFilter, Updates("doubao", chunk, Last, "[DONE]").ToChatResponse().FinishReason);
        Assert.Equal(OneApiErrorKind.ContentFiltered, ReadFails(whole.Replace("so far", "", StringComparison.Ordinal), "doubao").Kind);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void ModerationHit_ThatSaysNothing_ChangesNothing(string value) =>
        Assert.Equal(ChatFinishReason.Stop, Read($$$"""{"choices":[{"index":0,"finish_reason":"stop","moderation_hit_type":{{{value}}},"message":{"content":"x"}}]}""", "doubao").FinishReason);

    [Fact]
    public void EncryptedContent_IsKept()
    {
        var whole = Read("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"x","encrypted_content":"secret-state"}}]}""", "doubao");
        var streamed = Updates("doubao", """{"choices":[{"delta":{"content":"x","encrypted_content":"secret-state"},"finish_reason":"stop","index":0}]}""", "[DONE]");

        Assert.All([whole.AdditionalProperties, streamed[0].AdditionalProperties], static members => Assert.Equal("secret-state", members!["encrypted_content"]!.ToString()));
    }

    [Fact]
    public void Usage_OfThePage()
    {
        var usage = Read("""{"choices":[{"index":0,"finish_reason":"stop","message":{"content":"Hi","reasoning_content":"…"}}],"usage":{"prompt_tokens":14,"completion_tokens":21,"total_tokens":35,"prompt_tokens_details":{"cached_tokens":3,"provisioned_tokens":0},"completion_tokens_details":{"reasoning_tokens":12}}}""", "doubao").Usage!;

        Assert.Equal((14L, 21L, 35L, 3L, 12L), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount));
    }

    /// <summary>A bot's own usage may be missing: its models' are added up.</summary>
    [Fact]
    public void BotUsage_IsTheSumOfItsModels()
    {
        const string BotUsage = """ "bot_usage":{"model_usage":[{"name":"a","prompt_tokens":10,"completion_tokens":2,"total_tokens":12},{"name":"b","prompt_tokens":5,"completion_tokens":1,"total_tokens":6}],"action_usage":[]} """;
        var whole = Read("""{"choices":[{"index":0,"finish_reason":"stop","message":{"content":"x"}}],""" + BotUsage + "}", "doubao");
        var streamed = Updates("doubao", """{"choices":[{"delta":{"content":"x"},"finish_reason":"stop","index":0}]}""", "{\"choices\":[]," + BotUsage + "}", "[DONE]").ToChatResponse();
        var own = Read("""{"choices":[{"index":0,"finish_reason":"stop","message":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2},""" + BotUsage + "}", "doubao");

        Assert.All([whole, streamed], static response => Assert.Equal((15L, 3L, 18L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount)));
        Assert.Equal(2, own.Usage!.TotalTokenCount);
        Assert.Contains("bot_usage", whole.AdditionalProperties!.Keys);
    }

    [Theory]
    [InlineData("""{"bot_usage":null}""")]
    [InlineData("""{"bot_usage":[]}""")]
    [InlineData("""{"bot_usage":{"model_usage":"x"}}""")]
    public void BotUsage_ThatSaysNothing_IsNoUsage(string members) =>
        Assert.Null(Read("""{"choices":[{"index":0,"finish_reason":"stop","message":{"content":"x"}}],""" + members[1..], "doubao").Usage);

    [Theory]
    [InlineData("""{"error":{"code":"InternalServiceError","message":"x","type":"InternalServerError"}}""", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("""{"error":{"code":"RateLimitExceeded.EndpointTPMExceeded","message":"x","type":"TooManyRequests"}}""", OneApiErrorKind.RateLimited)]
    public void Stream_ErrorInside_IsTheError(string error, OneApiErrorKind expected) =>
        Assert.Equal(expected, StreamFails("doubao", """{"choices":[{"delta":{"content":"x"},"index":0}]}""", error).Kind);

    [Fact]
    public void Stream_SensitiveOutput_EndsAsFiltered() =>
        Assert.Equal(ChatFinishReason.ContentFilter, Updates("doubao", """{"choices":[{"delta":{"content":"x"},"index":0}]}""", """{"choices":[{"delta":{"content":""},"finish_reason":"content_filter","index":0}]}""", "[DONE]").ToChatResponse().FinishReason);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bots_HaveAPathOfTheirOwn_AndTheirModelsUsage(bool streaming)
    {
        await using var one = ProviderGateway.ToDoubao(configure: static channel => channel.SecretKey = null);
        one.Fake.Reply(new FakeReply { Text = "x", Usage = new() { InputTokens = 10, OutputTokens = 2 } });

        var answer = await one.AskAsync(streaming, options: new() { ModelId = Bot });

        Assert.Equal("/api/v3/bots/chat/completions", Assert.Single(one.Fake.Requests).Path);
        Assert.Equal(12, answer.Response.Usage!.TotalTokenCount);
        Assert.Equal("/api/v3/chat/completions", (await PathOfAsync(one, ProviderGateway.Endpoint)));
    }

    /// <summary>One vector for each input: a vision model makes one of all the parts of a call.</summary>
    [Fact]
    public async Task VisionEmbeddings_AreAskedForOneByOne()
    {
        await using var one = ProviderGateway.ToDoubao(configure: static channel => channel.SecretKey = null);

        var vectors = await one.Embeddings.GenerateAsync(["a", "b", "c"], new() { ModelId = "doubao-embedding-vision-250615" }, TestContext.Current.CancellationToken);

        Assert.Equal(3, vectors.Count);
        Assert.Equal(3, vectors.Select(static vector => vector.Vector.Span[0]).Distinct().Count());
        Assert.All(one.Fake.Requests, static request => Assert.Equal("/api/v3/embeddings/multimodal", request.Path));
        Assert.Equal("""[{"type":"text","text":"b"}]""", one.Fake.Requests[1].Json.GetProperty("input").GetRawText());
        Assert.Equal(3, vectors.Usage!.InputTokenCount);
    }

    /// <summary>The fake offers every code of §7, and a call through the gateway ends with the kind of the code's row.</summary>
    [Theory]
    [InlineData("MissingParameter", OneApiErrorKind.InvalidRequest)]
    [InlineData("MissingParameter.messages", OneApiErrorKind.InvalidRequest)]
    [InlineData("InvalidParameter", OneApiErrorKind.InvalidRequest)]
    [InlineData("InvalidParameter.UnsupportedParameter", OneApiErrorKind.InvalidRequest)]
    [InlineData("InvalidParameter.OversizedImage", OneApiErrorKind.InvalidRequest)]
    [InlineData("InvalidParameter.InvalidImageURL", OneApiErrorKind.InvalidRequest)]
    [InlineData("InvalidParameter.UnsupportedModel", OneApiErrorKind.ModelNotFound)]
    [InlineData("UnsupportedModel", OneApiErrorKind.ModelNotFound)]
    [InlineData("InvalidEndpoint.ClosedEndpoint", OneApiErrorKind.ModelNotFound)]
    [InlineData("InvalidEndpointOrModel.NotFound", OneApiErrorKind.ModelNotFound)]
    [InlineData("InvalidEndpoint.NotFound", OneApiErrorKind.ModelNotFound)]
    [InlineData("InvalidEndpointOrModel.ModelIDAccessDisabled", OneApiErrorKind.ModelNotFound)]
    [InlineData("NotFound", OneApiErrorKind.ModelNotFound)]
    [InlineData("ModelNotOpen", OneApiErrorKind.ModelNotFound)]
    [InlineData("SensitiveContentDetected", OneApiErrorKind.ContentFiltered)]
    [InlineData("SensitiveContentDetected.SevereViolation", OneApiErrorKind.ContentFiltered)]
    [InlineData("SensitiveContentDetected.Violence", OneApiErrorKind.ContentFiltered)]
    [InlineData("InputTextSensitiveContentDetected", OneApiErrorKind.ContentFiltered)]
    [InlineData("InputTextSensitiveContentDetected.PolicyViolation", OneApiErrorKind.ContentFiltered)]
    [InlineData("InputImageSensitiveContentDetected", OneApiErrorKind.ContentFiltered)]
    [InlineData("InputImageSensitiveContentDetected.PrivacyInformation", OneApiErrorKind.ContentFiltered)]
    [InlineData("InputVideoSensitiveContentDetected", OneApiErrorKind.ContentFiltered)]
    [InlineData("OutputTextSensitiveContentDetected", OneApiErrorKind.ContentFiltered)]
    [InlineData("OutputImageSensitiveContentDetected", OneApiErrorKind.ContentFiltered)]
    [InlineData("OutputVideoSensitiveContentDetected", OneApiErrorKind.ContentFiltered)]
    [InlineData("InputTextRiskDetection", OneApiErrorKind.ContentFiltered)]
    [InlineData("InputImageRiskDetection", OneApiErrorKind.ContentFiltered)]
    [InlineData("OutputTextRiskDetection", OneApiErrorKind.ContentFiltered)]
    [InlineData("OutputImageRiskDetection", OneApiErrorKind.ContentFiltered)]
    [InlineData("ContentSecurityDetectionError", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("ServerOverloaded", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("InternalServiceError", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("AuthenticationError", OneApiErrorKind.Authentication)]
    [InlineData("InvalidAccountStatus", OneApiErrorKind.PermissionDenied)]
    [InlineData("AccessDenied", OneApiErrorKind.PermissionDenied)]
    [InlineData("OperationDenied.PermissionDenied", OneApiErrorKind.PermissionDenied)]
    [InlineData("OperationDenied.ServiceNotOpen", OneApiErrorKind.PermissionDenied)]
    [InlineData("OperationDenied.Other", OneApiErrorKind.PermissionDenied)]
    [InlineData("ServiceNotOpen", OneApiErrorKind.PermissionDenied)]
    [InlineData("AccountOverdueError", OneApiErrorKind.QuotaExhausted)]
    [InlineData("OperationDenied.ServiceOverdue", OneApiErrorKind.QuotaExhausted)]
    [InlineData("ServiceOverdue", OneApiErrorKind.QuotaExhausted)]
    [InlineData("QuotaExceeded", OneApiErrorKind.QuotaExhausted)]
    [InlineData("QuotaExceeded.AgentPlanQuotaExceeded", OneApiErrorKind.QuotaExhausted)]
    [InlineData("SetLimitExceeded", OneApiErrorKind.QuotaExhausted)]
    [InlineData("SessionQuotaExceeded", OneApiErrorKind.QuotaExhausted)]
    [InlineData("InvalidSubscription", OneApiErrorKind.QuotaExhausted)]
    [InlineData("RateLimitExceeded.EndpointRPMExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("RateLimitExceeded.EndpointTPMExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("RateLimitExceeded.EndpointFlexTPMExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("RateLimitExceeded.FoundationModelRPMExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("RateLimitExceeded.FoundationModelTPMExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("ModelAccountRpmRateLimitExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("ModelAccountTpmRateLimitExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("ModelAccountFlexTpmRateLimitExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("ModelAccountIpmRateLimitExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("APIAccountRpmRateLimitExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("AccountRateLimitExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("InflightBatchsizeExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("RequestBurstTooFast", OneApiErrorKind.RateLimited)]
    public async Task Call_ThatTheFakeRefuses_EndsWithTheKindOfItsRow(string code, OneApiErrorKind expected)
    {
        await using var one = ProviderGateway.ToDoubao(configure: static channel => channel.SecretKey = null);
        one.Fake.Fault(Fault.ProviderError(code));

        foreach (var streaming in (bool[])[false, true])
        {
            var error = (await one.AskAsync(streaming)).Failure;

            Assert.Equal((expected, code), (error.Kind, error.ProviderCode));
            Assert.StartsWith("fake-request-", error.RequestId, StringComparison.Ordinal);
        }
    }

    /// <summary>§7: <c>x-should-retry</c> overrides what one would do oneself.</summary>
    [Theory]
    [InlineData(500, "InternalServiceError", null, 2)]
    [InlineData(500, "InternalServiceError", "true", 2)]
    [InlineData(500, "InternalServiceError", "false", 1)]
    [InlineData(504, "GatewayTimeout", null, 1)]
    [InlineData(504, "GatewayTimeout", "true", 2)]
    [InlineData(504, "GatewayTimeout", "odd", 1)]
    [InlineData(400, "InvalidParameter", "true", 1)]
    public async Task ShouldRetry_IsFollowed(int status, string code, string? word, int requests)
    {
        await using var one = ProviderGateway.ToDoubao(configure: static channel => channel.SecretKey = null, sameChannelRetries: 1);
        one.Fake.Reply(new FakeReply
        {
            RawBody = System.Text.Encoding.UTF8.GetBytes($$$"""{"error":{"code":"{{{code}}}","message":"x","param":"","type":"t"}}"""),
            StatusCode = status,
            Headers = word is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["x-should-retry"] = word },
        });

        Assert.NotNull((await one.AskAsync(streaming: false)).Failure);
        Assert.Equal(requests, one.Fake.Requests.Count);
    }

    private static async Task<string> PathOfAsync(ProviderGateway<FakeDoubao> one, string model)
    {
        await one.AskAsync(streaming: false, options: new() { ModelId = model });
        return one.Fake.Requests[^1].Path;
    }
}
