using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Quotas;
using OneApi.Client.Testing;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A stream that breaks after text, and another provider that goes on with what was delivered (reliability §3).</summary>
public sealed class ContinueTests
{
    private static readonly long DeliveredTokens = TokenCounter.Count(ContinueScene.Delivered, ContinueScene.Model);

    public static TheoryData<string> Wires => [.. ContinueCase.Names];

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Stream_CutAfterText_IsGoneOnWith_InTheWordsOfTheProvidersPage(string wire)
    {
        await using var scene = new ContinueScene([wire]);

        var answer = await scene.AskAsync();

        Assert.Equal("first second third", answer.Text);
        ContinueCase.Of(wire).Check(Assert.Single(scene.Other.Requests));
        Assert.True(answer.Trace.IsRescued);
        Assert.Equal(AttemptReason.Continue, answer.Trace.Record.Rescue);
        Assert.Equal(AttemptReason.Continue, answer.Trace.Attempts[^1].Reason);
        Assert.Equal(wire, answer.Trace.Channel);
        Assert.Equal(ChatFinishReason.Stop, answer.Response.FinishReason);
        Assert.Single(answer.Updates.Select(static update => update.ResponseId).Distinct());
        Assert.Single(answer.Updates.Select(static update => update.MessageId).Distinct());
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, true, true)]
    [InlineData(true, null, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public async Task TheCall_DecidesBeforeTheGroup_AndNobodyGoesOnUnasked(bool? ofGroup, bool? ofCall, bool goesOn)
    {
        await using var scene = new ContinueScene(["vllm"], options => options.Groups["default"] = ofGroup is { } on ? new() { Strategy = RoutingStrategies.Ordered, ContinueAfterCut = on } : new() { Strategy = RoutingStrategies.Ordered });

        var answer = await scene.AskAsync(options => options.ContinueAfterCut = ofCall);

        Assert.Equal("first second third", answer.Text);
        Assert.Equal(goesOn ? AttemptReason.Continue : AttemptReason.Splice, answer.Trace.Record.Rescue);
        Assert.Equal(goesOn, ContinueCase.IsBeginning(Assert.Single(scene.Other.Requests)));
    }

    [Fact]
    public void ACopyOfTheOptions_SaysTheSame() => Assert.True(((OneApiChatOptions)new OneApiChatOptions { ContinueAfterCut = true }.Clone()).ContinueAfterCut);

    [Fact]
    public async Task ARefusedBeginning_IsFollowedByTheSameAnswerAskedAfresh()
    {
        await using var scene = new ContinueScene(["vllm"]);
        ContinueScene.Refuse(scene.Other, "first second ", "third");

        var answer = await scene.AskAsync();

        Assert.Equal("first second third", answer.Text);
        Assert.Equal([true, false], scene.Other.Requests.Select(ContinueCase.IsBeginning));
        Assert.Equal(AttemptReason.Splice, answer.Trace.Record.Rescue);
        Assert.Equal([AttemptReason.First, AttemptReason.Continue, AttemptReason.Splice], answer.Trace.Attempts.Select(static attempt => attempt.Reason));
    }

    /// <summary>A server may crash over a beginning instead of refusing it, or have nothing to add.</summary>
    [Theory]
    [InlineData(500, """{"error":{"message":"continue_final_message is set but the final message does not appear","type":"InternalServerError","param":null,"code":500}}""")]
    [InlineData(200, "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")]
    public async Task ABeginningThatComesToNothing_IsFollowedByTheSameAnswerAskedAfresh(int status, string body)
    {
        await using var scene = new ContinueScene(["vllm"]);
        scene.Other.Reply(request => ContinueCase.IsBeginning(request)
            ? new FakeReply { StatusCode = status, ContentType = status == 200 ? "text/event-stream" : "application/json", RawBody = System.Text.Encoding.UTF8.GetBytes(body) }
            : new FakeReply { Chunks = ["first ", "second ", "third"] });

        var answer = await scene.AskAsync();

        Assert.Equal("first second third", answer.Text);
        Assert.Equal([true, false], scene.Other.Requests.Select(ContinueCase.IsBeginning));
    }

    /// <summary>One that is busy is not asked once more for the same call.</summary>
    [Fact]
    public async Task AChannelThatIsBusy_IsNotAskedAfresh()
    {
        await using var scene = new ContinueScene(["vllm", "groq"]);
        scene.Other.Fault(Fault.RateLimited());

        var answer = await scene.AskAsync();

        Assert.Equal("first second third", answer.Text);
        Assert.Single(scene.Other.Requests);
        Assert.False(ContinueCase.IsBeginning(Assert.Single(scene.Others[1].Requests)));
    }

    [Fact]
    public async Task ARefusedBeginning_AndAnotherAnswerAskedAfresh_EndInTheFirstError()
    {
        await using var scene = new ContinueScene(["vllm"]);
        ContinueScene.Refuse(scene.Other, "something ", "else");

        var answer = await scene.AskAsync();

        Assert.Equal(OneApiErrorKind.ProtocolViolation, answer.Failure.Kind);
        Assert.Equal("one", answer.Failure.Channel);
        Assert.Equal(ContinueScene.Delivered, answer.Failure.PartialText);
        Assert.All(answer.Updates, static update => Assert.Null(update.FinishReason));
        Assert.Equal(2, scene.Other.Requests.Count);
        Assert.Equal((CallOutcome.Broken, null), (scene.Usage.Only.Outcome, scene.Usage.Only.Rescue));
    }

    [Fact]
    public async Task ARefusedBeginning_WhereNothingIsSpliced_EndsInTheFirstError()
    {
        await using var scene = new ContinueScene(["vllm"], static options => options.Failover.Splice = false);
        ContinueScene.Refuse(scene.Other, "first second third");

        var answer = await scene.AskAsync();

        Assert.Equal((OneApiErrorKind.ProtocolViolation, ContinueScene.Delivered), (answer.Failure.Kind, answer.Failure.PartialText));
        Assert.Single(scene.Other.Requests);
    }

    [Fact]
    public async Task AContinuation_ThatBreaksToo_EndsHonestly()
    {
        await using var scene = new ContinueScene(["vllm", "groq"]);
        ContinueScene.GoOn(scene.Other, "thi", "rd");
        scene.Other.Fault(Fault.ErrorMidStream(1));

        var answer = await scene.AskAsync();

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, answer.Failure.Kind);
        Assert.Equal("first second thi", answer.Failure.PartialText);
        Assert.Empty(scene.Others[1].Requests);
        Assert.Equal(CallOutcome.Broken, scene.Usage.Only.Outcome);
    }

    [Fact]
    public async Task AChannelThatTakesNoBeginning_IsPassedOver_AndStillSplices()
    {
        await using var scene = new ContinueScene(["deepseek", "vllm"], static options => options.Channels[1].BaseUrl = options.Channels[1].BaseUrl!.Replace("/beta", "", StringComparison.Ordinal));
        ContinueScene.Refuse(scene.Others[1], "something else");

        var answer = await scene.AskAsync();

        Assert.Equal("first second third", answer.Text);
        Assert.False(ContinueCase.IsBeginning(Assert.Single(scene.Others[0].Requests)));
        Assert.True(ContinueCase.IsBeginning(Assert.Single(scene.Others[1].Requests)));
        var decision = Assert.Single(answer.Trace.Decisions, static decision => decision.Reason is AttemptReason.Continue);
        Assert.Equal(["tried", "no_prefill", null], decision.Options.Select(static option => option.Excluded));
    }

    [Fact]
    public async Task AToolCall_IsNotGoneOnWith()
    {
        await using var scene = new ContinueScene(["vllm"]);
        scene.First.ClearFaults();
        scene.First.Reply(new FakeReply { ToolCalls = [new("call_1", "get_weather", """{"city":"Paris","unit":"celsius"}""")] });
        scene.First.Fault(Fault.CutStream(1));

        var answer = await scene.AskAsync();

        Assert.Equal(OneApiErrorKind.ProtocolViolation, answer.Failure.Kind);
        Assert.Empty(scene.Other.Requests);
    }

    /// <summary>A client that is a channel may give an emoji in two halves, and break between them.</summary>
    [Fact]
    public async Task HalfACharacter_IsNotSent_AndBecomesWhole()
    {
        await using var scene = new ContinueScene(["vllm"], static options => options.Channels[0] = BreakingAfter(new TextContent("first "), new TextContent("second \uD83D")));
        ContinueScene.GoOn(scene.Other, "🙂", " third");

        var answer = await scene.AskAsync();

        Assert.Equal("first second 🙂 third", answer.Text);
        ContinueCase.Of("vllm").Check(Assert.Single(scene.Other.Requests));
    }

    [Fact]
    public async Task Thoughts_AreNotSent()
    {
        await using var scene = new ContinueScene(["vllm"], static options => options.Channels[0] = BreakingAfter(new TextReasoningContent("hm"), new TextContent("first second ")));

        var answer = await scene.AskAsync();

        Assert.Equal("first second third", answer.Text);
        ContinueCase.Of("vllm").Check(Assert.Single(scene.Other.Requests));
    }

    [Fact]
    public async Task SignedThoughts_AreNotGoneOnWith()
    {
        await using var scene = new ContinueScene(["vllm"], static options => options.Channels[0] = BreakingAfter(new TextReasoningContent("hm") { ProtectedData = "signed" }, new TextContent("first ")));

        var answer = await scene.AskAsync();

        Assert.Equal("first ", answer.Failure.PartialText);
        Assert.Empty(scene.Other.Requests);
    }

    [Theory]
    [InlineData("logprobs", true)]
    [InlineData("n", 2)]
    public async Task WhatBelongsToOneAnswer_IsNotGoneOnWith(string name, object value)
    {
        await using var scene = new ContinueScene(["vllm"]);

        var answer = await scene.AskAsync(options => options.AdditionalProperties = new() { [name] = value });

        Assert.Equal(ContinueScene.Delivered, answer.Failure.PartialText);
        Assert.Empty(scene.Other.Requests);
    }

    [Fact]
    public async Task JsonMode_IsNotGoneOnWith()
    {
        await using var scene = new ContinueScene(["vllm"]);

        var answer = await scene.AskAsync(static options => options.ResponseFormat = ChatResponseFormat.Json, new ChatMessage(ChatRole.User, "hello, in json"));

        Assert.Equal(ContinueScene.Delivered, answer.Failure.PartialText);
        Assert.Empty(scene.Other.Requests);
    }

    [Fact]
    public async Task ACall_ThatEndsWithTheCallersOwnBeginning_IsSpliced()
    {
        await using var scene = new ContinueScene(["anthropic"]);
        scene.Other.Reply(new FakeReply { Chunks = ["first second third"] });

        var answer = await scene.AskAsync(configure: null, new(ChatRole.User, "hello"), new(ChatRole.Assistant, "It is"));

        Assert.Equal("first second third", answer.Text);
        Assert.Equal(AttemptReason.Splice, answer.Trace.Record.Rescue);
    }

    [Fact]
    public async Task TheOutputLimit_IsWhatIsLeftOfIt()
    {
        await using var scene = new ContinueScene(["vllm"]);

        await scene.AskAsync(static options => options.MaxOutputTokens = 100);

        Assert.Equal(100 - DeliveredTokens, scene.Other.Requests[0].Json.GetProperty("max_tokens").GetInt64());
    }

    /// <summary>The one that goes on counts the beginning as its input: 30 tokens, of which the caller has asked for the rest only.</summary>
    [Fact]
    public async Task TheCaller_PaysForItsInputAndTheWholeAnswerOnce()
    {
        await using var scene = new ContinueScene(["vllm"], static options => options.Channels[1].Prices[ContinueScene.Model] = new() { Input = "1", Output = "4" });
        var grant = await scene.Services.GetRequiredService<IAccessTokens>().CreateAsync(new() { Name = "customer", QuotaMicros = 1_000_000 }, TestContext.Current.CancellationToken);

        var answer = await scene.AskAsync(options => (options.AccessToken, options.MaxOutputTokens) = (grant.Key, 100));

        var (input, output) = (30 - DeliveredTokens, 7 + DeliveredTokens);
        var record = answer.Trace.Record;
        Assert.Equal((input, output), (record.Usage!.InputTokenCount, record.Usage.OutputTokenCount));
        Assert.Equal((input, output), (answer.Response.Usage!.InputTokenCount, answer.Response.Usage.OutputTokenCount));
        Assert.True(record.IsEstimated);
        Assert.Equal((input * 2) + (output * 10), record.ChargeMicros);
        Assert.Equal((30 * 1) + (7 * 4), record.Attempts[^1].ProviderCostMicros);
        var standing = await scene.Services.GetRequiredService<IQuotaStore>().GetAsync(TokenAccounts.Total(grant.Token.Id), TestContext.Current.CancellationToken);
        Assert.Equal((record.ChargeMicros!.Value, 0L), (standing!.SettledMicros, standing.HeldMicros));
    }

    private static ChannelConfig BreakingAfter(params AIContent[] contents) =>
        new() { Name = "one", Provider = "client", Models = { ContinueScene.Model }, ClientFactory = _ => new BreakingClient(contents) };

    /// <summary>An existing client whose stream breaks behind its contents.</summary>
    private sealed class BreakingClient(AIContent[] contents) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var content in contents)
            {
                await Task.Yield();
                yield return new(ChatRole.Assistant, [content]) { ResponseId = "old", MessageId = "old" };
            }

            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke.");
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
