using Microsoft.Extensions.AI;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;
using Xunit;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Protocols.DashScope;

/// <summary>Both surfaces of DashScope through the gateway, against their fake (protocols/qwen.md §5, §7, §9, §10, §13).</summary>
public sealed class DashScopeGatewayTests
{
    private static readonly (string Code, int Status, OneApiErrorKind Kind)[] Codes =
    [
        ("InvalidParameter", 400, InvalidRequest),
        ("invalid_parameter_error", 400, InvalidRequest),
        ("invalid_request_error", 400, InvalidRequest),
        ("ModelNotExist", 400, ModelNotFound),
        ("InvalidURL", 400, InvalidRequest),
        ("InvalidParameter.DataInspection", 400, InvalidRequest),
        ("InvalidParameter.FileUnsafe", 400, InvalidRequest),
        ("InvalidFile.Resolution", 400, InvalidRequest),
        ("BadRequest.EmptyInput", 400, InvalidRequest),
        ("Arrearage", 400, QuotaExhausted),
        ("DataInspectionFailed", 400, ContentFiltered),
        ("data_inspection_failed", 400, ContentFiltered),
        ("IPInfringementSuspect", 400, ContentFiltered),
        ("CustomRoleBlocked", 400, ContentFiltered),
        ("FaqRuleBlocked", 400, ContentFiltered),
        ("InvalidApiKey", 401, OneApiErrorKind.Authentication),
        ("invalid_api_key", 401, OneApiErrorKind.Authentication),
        ("AccessDenied", 403, PermissionDenied),
        ("access_denied", 403, PermissionDenied),
        ("AccessDenied.Unpurchased", 403, PermissionDenied),
        ("Model.AccessDenied", 403, PermissionDenied),
        ("App.AccessDenied", 403, PermissionDenied),
        ("Workspace.AccessDenied", 403, PermissionDenied),
        ("Endpoint.AccessDenied", 403, ModelNotFound),
        ("AllocationQuota.FreeTierOnly", 403, QuotaExhausted),
        ("ModelNotFound", 404, ModelNotFound),
        ("model_not_found", 404, ModelNotFound),
        ("model_not_supported", 404, ModelNotFound),
        ("WorkSpaceNotFound", 404, ModelNotFound),
        ("NotFound", 404, ModelNotFound),
        ("Conflict", 409, InvalidRequest),
        ("Throttling", 429, RateLimited),
        ("Throttling.RateQuota", 429, RateLimited),
        ("Throttling.BurstRate", 429, RateLimited),
        ("Throttling.Concurrency", 429, RateLimited),
        ("Throttling.AllocationQuota", 429, RateLimited),
        ("limit_requests", 429, RateLimited),
        ("limit_burst_rate", 429, RateLimited),
        ("insufficient_quota", 429, RateLimited),
        ("FreeQuotaExceeded", 429, QuotaExhausted),
        ("CommodityNotPurchased", 429, PermissionDenied),
        ("PrepaidBillOverdue", 429, QuotaExhausted),
        ("PostpaidBillOverdue", 429, QuotaExhausted),
        ("InternalError", 500, ProviderUnavailable),
        ("InternalError.Algo", 500, ProviderUnavailable),
        ("InternalError.Upload", 500, ProviderUnavailable),
        ("InternalError.Algo.InvalidParameter", 500, InvalidRequest),
        ("InternalError.Timeout", 500, OneApiErrorKind.Timeout),
        ("SystemError", 500, ProviderUnavailable),
        ("ModelServiceFailed", 500, ProviderUnavailable),
        ("RequestTimeOut", 500, OneApiErrorKind.Timeout),
        ("ResponseTimeout", 500, OneApiErrorKind.Timeout),
        ("ServiceUnavailable", 503, ProviderUnavailable),
        ("ModelUnavailable", 503, ProviderUnavailable),
        ("ModelServingError", 503, ProviderUnavailable),
    ];

    public static TheoryData<bool, string, bool> Errors => new(
        from compatible in (bool[])[false, true]
        from one in Codes
        from streaming in (bool[])[false, true]
        select (compatible, one.Code, streaming));

    public static TheoryData<bool, bool> Doors => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Code_HasThePagesKind(bool compatible, string code, bool streaming)
    {
        var (_, status, kind) = Codes.Single(one => one.Code == code);
        await using var qwen = Start(compatible);
        qwen.Fake.Fault(Fault.ProviderError(code));

        var failure = (await qwen.AskAsync(streaming, "qwen-plus")).Failure;

        Assert.Equal((kind, status, "qwen"), (failure.Kind, (int)failure.StatusCode!, failure.Provider));
        Assert.NotEmpty(failure.RequestId!);
        Assert.NotEmpty(failure.ProviderMessage!);
    }

    /// <summary>Headers may lack the id; the body has it.</summary>
    [Theory]
    [InlineData("""{"code":"InvalidParameter","message":"x","request_id":"r-1"}""")]
    [InlineData("""{"error":{"code":"invalid_parameter_error","message":"x"},"request_id":"r-1"}""")]
    [InlineData("""{"error":{"code":"invalid_parameter_error","message":"x"},"id":"r-1"}""")]
    [InlineData("id:1\nevent:error\n:HTTP_STATUS/400\ndata:{\"code\":\"InvalidParameter\",\"message\":\"x\",\"request_id\":\"r-1\"}\n\n")]
    public void RequestId_OfTheBody(string body) =>
        Assert.Equal("r-1", OneApi.Client.Protocols.ProviderFaults.ToException(DashScopeWire.Endpoint, DashScopeWire.Protocol.ReadError(400, System.Text.Encoding.UTF8.GetBytes(body))).RequestId);

    /// <summary>Natively the header asks for the stream, and the body for increments; the compatible wire asks in the body.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_IsAskedForInTheSurfacesOwnWay(bool compatible)
    {
        await using var qwen = Start(compatible);

        Assert.Equal("You said: hello", (await qwen.AskAsync(streaming: true, "qwen-plus")).Text);

        Assert.Equal(compatible ? "/compatible-mode/v1/chat/completions" : "/api/v1/services/aigc/text-generation/generation", qwen.Sent.Path);
        Assert.Equal(!compatible, qwen.Sent.Headers.GetValueOrDefault("X-DashScope-SSE") == "enable");
        Assert.Equal(compatible, qwen.Sent.Json.TryGetProperty("stream", out _));
        Assert.False(qwen.Sent.Headers.ContainsKey("X-DashScope-Async"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CumulativeStream_IsTakenApart(bool withTool)
    {
        await using var qwen = Start(compatible: false);
        qwen.Fake.Reply(new FakeReply { Text = "one two three four", Reasoning = "because of this", ChunkSize = 4, ToolCalls = withTool ? [new("c1", "look", """{"at":"the sea"}""")] : [] });

        var answer = await qwen.AskAsync(streaming: true, "qwen-plus", new() { AdditionalProperties = new() { ["incremental_output"] = false } });

        Assert.Equal(("one two three four", "because of this"), (answer.Text, answer.Reasoning));
        Assert.Equal(withTool ? ["look"] : [], answer.Calls.Select(static call => call.Name));
        Assert.Equal(withTool ? ["the sea"] : [], answer.Calls.Select(static call => call.Arguments!["at"]!.ToString()));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Thinking_WorksThroughBothDoors(bool compatible, bool streaming)
    {
        await using var qwen = Start(compatible);

        var answer = await qwen.AskAsync(streaming, "qwen-plus", new() { Reasoning = new() { Effort = ReasoningEffort.Medium } });

        Assert.Equal(("The user said: hello", "You said: hello", ChatFinishReason.Stop), (answer.Reasoning, answer.Text, answer.Response.FinishReason));
        Assert.True(answer.Response.Usage is { InputTokenCount: > 0, OutputTokenCount: > 0, ReasoningTokenCount: > 0 });
        Assert.Single(answer.Response.Messages);
        Assert.True(qwen.Sent.IsStreaming);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Thinking_WithATool(bool compatible, bool streaming)
    {
        await using var qwen = Start(compatible);
        qwen.Fake.Reply(new FakeReply { Reasoning = "must look", ToolCalls = [new("c1", "look", """{"at":"the sea"}"""), new("c2", "look", """{"at":"the sky"}""")] });

        var answer = await qwen.AskAsync(streaming, "qwen-plus", new() { Reasoning = new() { Effort = ReasoningEffort.High }, Tools = [AIFunctionFactory.Create((string at) => at, "look")] });

        Assert.Equal([("c1", "the sea"), ("c2", "the sky")], answer.Calls.Select(static call => (call.CallId, call.Arguments!["at"]!.ToString()!)));
        Assert.Equal(("must look", ChatFinishReason.ToolCalls), (answer.Reasoning, answer.Response.FinishReason));
    }

    /// <summary>qwen.md §6: a model that thinks chooses its tool itself.</summary>
    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Thinking_WithANamedTool_IsWarnedOf(bool compatible, bool streaming)
    {
        await using var qwen = Start(compatible);

        var answer = await qwen.AskAsync(streaming, "qwen-plus", new()
        {
            Reasoning = new() { Effort = ReasoningEffort.Medium },
            Tools = [AIFunctionFactory.Create((string at) => at, "look")],
            ToolMode = ChatToolMode.RequireSpecific("look"),
        });

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal([nameof(ChatOptions.ToolMode)], answer.Warnings.Select(static warning => warning.Setting));
    }

    /// <summary>A model that thinks unasked is streamed too; told not to, it is not.</summary>
    [Theory]
    [InlineData(false, "qwq-plus", null, true)]
    [InlineData(true, "qwq-plus", null, true)]
    [InlineData(true, "qwen3-8b", ReasoningEffort.None, false)]
    [InlineData(true, "qwen-plus", null, false)]
    public async Task WholeAnswer_IsStreamedOnTheWire_OnlyWhereTheModelThinks(bool compatible, string model, ReasoningEffort? effort, bool isStreamed)
    {
        await using var qwen = Start(compatible);

        var answer = await qwen.AskAsync(streaming: false, model, effort is null ? null : new() { Reasoning = new() { Effort = effort } });

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(isStreamed, qwen.Sent.IsStreaming);
    }

    /// <summary>What breaks inside such a stream breaks the whole answer.</summary>
    [Theory]
    [InlineData(false, "error", ProviderUnavailable)]
    [InlineData(true, "error", ProviderUnavailable)]
    [InlineData(false, "end", ProtocolViolation)]
    [InlineData(true, "end", ProtocolViolation)]
    [InlineData(true, "cut", ProtocolViolation)]
    [InlineData(true, "malformed", ProtocolViolation)]
    public async Task WholeAnswer_OutOfABrokenStream_Fails(bool compatible, string fault, OneApiErrorKind expected)
    {
        await using var qwen = Start(compatible);
        qwen.Fake.Fault(fault switch { "error" => Fault.ErrorMidStream(2), "end" => Fault.EndWithoutTerminator(2), "cut" => Fault.CutStream(2), _ => Fault.Malformed(0) });

        Assert.Equal(expected, (await qwen.AskAsync(streaming: false, "qwq-plus")).Failure.Kind);
    }

    /// <summary>qwen.md §13: ten texts a call, 25 for the first two models; usage is summed.</summary>
    [Theory]
    [InlineData(false, "text-embedding-v4", 10)]
    [InlineData(true, "text-embedding-v4", 10)]
    [InlineData(false, "text-embedding-v1", 25)]
    [InlineData(true, "text-embedding-v2", 25)]
    public async Task Embeddings_GoInBatchesOfTheModelsLimit(bool compatible, string model, int limit)
    {
        await using var qwen = Start(compatible);
        string[] texts = [.. Enumerable.Range(0, 53).Select(static i => "text " + i)];

        var vectors = await qwen.EmbedAsync(texts, model, new() { Dimensions = 8 });
        var calls = qwen.Fake.Requests.Count;
        var single = await qwen.EmbedAsync([texts[41]], model, new() { Dimensions = 8 });

        Assert.Equal((53, (int)Math.Ceiling(53.0 / limit)), (vectors.Count, calls));
        Assert.Equal(single[0].Vector.ToArray(), vectors[41].Vector.ToArray());
        Assert.Equal(53, vectors.Select(static vector => vector.Vector.Span[0]).Distinct().Count());
        Assert.Equal(texts.Sum(FakeUsage.Count), vectors.Usage!.InputTokenCount);
        Assert.Equal(vectors.Usage.InputTokenCount, vectors.Usage.TotalTokenCount);
    }

    /// <summary>A batch that fails fails the call: vectors of some texts alone are of no use.</summary>
    [Fact]
    public async Task Embeddings_WhenOneBatchFails_TheCallFails()
    {
        await using var qwen = Start(compatible: false);
        qwen.Fake.Fault(Fault.SlowStart(TimeSpan.Zero), times: 1);
        qwen.Fake.Fault(Fault.RateLimited(TimeSpan.FromSeconds(7)), times: 1);

        var failure = await Assert.ThrowsAsync<OneApiException>(() => qwen.EmbedAsync(Enumerable.Range(0, 25).Select(static i => "text " + i), "text-embedding-v3"));

        Assert.Equal((RateLimited, TimeSpan.FromSeconds(7)), (failure.Kind, failure.RetryAfter));
        Assert.Equal(2, qwen.Fake.Requests.Count);
    }

    /// <summary>Texts that the caller wrote in the vendor's own words go out as they are.</summary>
    [Fact]
    public async Task Embeddings_OfARawRequest_AreNotSplit()
    {
        await using var qwen = Start(compatible: false);
        var options = new EmbeddingGenerationOptions { RawRepresentationFactory = static _ => System.Text.Json.Nodes.JsonNode.Parse("""{"input":{"texts":["raw"]}}""") };

        Assert.Single(await qwen.EmbedAsync(Enumerable.Range(0, 12).Select(static i => "text " + i), "text-embedding-v3", options));
        Assert.Single(qwen.Fake.Requests);
    }

    [Theory]
    [InlineData(false, "/api/v1/services/aigc/multimodal-generation/generation")]
    [InlineData(true, "/compatible-mode/v1/chat/completions")]
    public async Task Vision_GoesInTheSurfacesOwnParts(bool compatible, string path)
    {
        await using var qwen = Start(compatible);
        ChatMessage message = new(ChatRole.User, [new TextContent("what is it"), new UriContent("https://example.com/a.png", "image/png"), new UriContent("https://example.com/a.mp4", "video/mp4")]);

        var answer = await qwen.Chat.GetResponseAsync([message], new() { ModelId = "qwen-vl-max" }, TestContext.Current.CancellationToken);

        Assert.Equal("You said: what is it", answer.Text);
        Assert.Equal(path, qwen.Sent.Path);
        var messages = compatible ? qwen.Sent.Json.GetProperty("messages") : qwen.Sent.Json.GetProperty("input").GetProperty("messages");
        Assert.Equal(
            compatible
                ? """[{"type":"text","text":"what is it"},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}},{"type":"video_url","video_url":{"url":"https://example.com/a.mp4"}}]"""
                : """[{"text":"what is it"},{"image":"https://example.com/a.png"},{"video":"https://example.com/a.mp4"}]""",
            messages[0].GetProperty("content").GetRawText());
    }

    private static OneChannel Start(bool compatible) => new("qwen", FakeQwen.Start(), channel => channel.BaseUrl += compatible ? "/compatible-mode/v1" : "");
}
