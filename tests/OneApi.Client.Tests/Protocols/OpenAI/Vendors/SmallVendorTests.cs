using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;
using static OneApi.Client.Tests.Protocols.OpenAI.Vendors.Vendor;

namespace OneApi.Client.Tests.Protocols.OpenAI.Vendors;

/// <summary>protocols/other-openai-compatible-cn.md §1 to §5.</summary>
public sealed class SmallVendorTests
{
    /// <summary>The page's sample: its first two events are the vendor's.</summary>
    private static readonly string[] StepFun =
    [
        """{"id":"d7ae7c4a-1524-4fe5-9d58-e4d59b89d8f0","object":"chat.completion.chunk","created":1709899323,"model":"step-1-8k","choices":[{"index":0,"delta":{"role":"","content":"您"},"finish_reason":""}],"usage":{"prompt_tokens":83,"completion_tokens":1,"total_tokens":84}}""",
        """{"id":"d7ae7c4a-1524-4fe5-9d58-e4d59b89d8f0","object":"chat.completion.chunk","created":1709899323,"model":"step-1-8k","choices":[{"index":0,"delta":{"role":"","content":"好"},"finish_reason":""}],"usage":{"prompt_tokens":83,"completion_tokens":2,"total_tokens":85}}""",
        """{"id":"d7ae7c4a-1524-4fe5-9d58-e4d59b89d8f0","object":"chat.completion.chunk","created":1709899323,"model":"step-1-8k","choices":[{"index":0,"delta":{"role":"","content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":83,"completion_tokens":2,"total_tokens":85}}""",
    ];

    [Fact]
    public void StepFun_ThePagesSample_EmptyWordsSayNothing_UsageIsNotAdded()
    {
        var updates = Updates("stepfun", [.. StepFun, Done]);

        var answer = updates.ToChatResponse();
        Assert.Equal("您好", answer.Text);
        Assert.Equal(ChatRole.Assistant, answer.Messages[0].Role);
        Assert.Null(updates[0].FinishReason);
        Assert.Equal((83L, 2L, 85L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Fact]
    public void StepFun_CutBeforeItsEnd_IsBroken() => Assert.Equal(OneApiErrorKind.ProtocolViolation, StreamFails("stepfun", StepFun[..2]).Kind);

    [Fact]
    public void StepFun_ReasoningAndCachedTokens_UnderTheirNames()
    {
        var answer = Read("""{"object":"chat.completion.trunk","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"a","reasoning":"why"}}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10,"cached_tokens":4}}""", "stepfun");

        Assert.Equal(("why", 4L), (Reasoning(answer), answer.Usage!.CachedInputTokenCount));
        Assert.Equal("why", Reasoning(Updates("stepfun", Chunk("""{"role":"","reasoning":"why"}"""), Chunk(Text("a"), "stop"), Done).ToChatResponse()));
    }

    [Fact]
    public void StepFun_Films()
    {
        var request = Request("stepfun", "step-1v", messages: [new(ChatRole.User, [new UriContent("https://x.test/a.mp4", "video/mp4")])]);

        AssertJson("""[{"type":"video_url","video_url":{"url":"https://x.test/a.mp4"}}]""", Messages(request)[0]!["content"]);
    }

    [Fact]
    public void Baichuan_Ranges()
    {
        var request = Request("baichuan", "Baichuan4", new() { Temperature = 1.5f, TopP = 1, TopK = 50 });

        Assert.Equal("""{"temperature":1,"top_p":0.99,"top_k":20}""", Members(request));
        AssertWarnings(request, "setting_adjusted:Temperature", "setting_adjusted:TopP", "setting_adjusted:TopK");
    }

    [Theory]
    [InlineData("Baichuan4", "system", 0)]
    [InlineData("Baichuan2-Turbo", "user", 1)]
    public void Baichuan_OlderModelsKnowNoSystem(string model, string role, int warnings)
    {
        var request = Request("baichuan", model, new() { Instructions = "a" }, messages: [new(ChatRole.System, "b"), User()]);

        Assert.Equal([role, role, "user"], Messages(request).Select(static message => (string?)message!["role"]));
        Assert.Equal(warnings, request.Warnings.Count);
    }

    [Fact]
    public void Baichuan_WholeAnswerThatSaysChunk_IsRead()
    {
        var answer = Read("""{"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"finish_reason":"content_filter","message":{"role":"assistant","content":"a"}}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"search_count":4},"knowledge_base":{"cites":[]}}""", "baichuan");

        Assert.Equal(ChatFinishReason.ContentFilter, answer.FinishReason);
        Assert.Equal(4, answer.Usage!.AdditionalCounts!["search_count"]);
        Assert.Contains("knowledge_base", answer.AdditionalProperties!.Keys);
    }

    [Fact]
    public void Lingyi_TheWholeTextBesideEachPiece_IsIgnored()
    {
        static string Piece(string delta, string whole, string finish, bool last) =>
            $$$"""{"id":"1","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{finish}}},"content":"{{{whole}}}","lastOne":{{{(last ? "true" : "false")}}}}],"lastOne":{{{(last ? "true" : "false")}}}}""";

        var updates = Updates("lingyi", Piece("""{"content":"a"}""", "a", "null", false), Piece("""{"content":"b"}""", "ab", "null", false), Piece("{}", "ab", "\"stop\"", true), Done);

        Assert.Equal("ab", updates.ToChatResponse().Text);
        Assert.All(updates, static update => Assert.Null(update.AdditionalProperties));
    }

    [Theory]
    [InlineData("yi-lightning", false)]
    [InlineData("yi-large-fc", true)]
    public void Lingyi_ToolsAreForAFewModels(string model, bool known)
    {
        var request = Request("lingyi", model, new() { Tools = [Weather], TopP = 0 });

        Assert.Equal(known, Write(request).ContainsKey("tools"));
        Assert.Equal(known, !request.Warnings.All.Any(static warning => warning.Setting == nameof(ChatOptions.Tools)));
    }

    [Fact]
    public void AI360_MembersOfItsOwn_DisturbNothing()
    {
        var answer = Updates("ai360", Chunk(Text("a"), "stop", ""","context":"c","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"first_token_time":120}"""), Done).ToChatResponse();

        Assert.Equal(("a", 3L), (answer.Text, answer.Usage!.TotalTokenCount));
    }

    [Fact]
    public void SiliconFlow_GrowingUsage_TheLastCounts()
    {
        static string Usage(int output) => $$""","system_fingerprint":"","usage":{"prompt_tokens":5,"completion_tokens":{{output}},"total_tokens":{{5 + output}}}""";

        var answer = Updates("siliconflow", Chunk(Text("a"), null, Usage(1)), Chunk(Text("b"), null, Usage(2)), Chunk("{}", "stop", Usage(3)), Done).ToChatResponse();

        Assert.Equal((5L, 3L, 8L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Theory]
    [InlineData("deepseek-ai/DeepSeek-R1", "why", "a")]
    [InlineData("deepseek-ai/DeepSeek-V3", "", "<think>why</think>a")]
    public async Task SiliconFlow_ThinkTags_OfR1Only(string model, string reasoning, string text)
    {
        var body = Sse(Chunk("""{"content":"<think>why</think>a"}""", "stop"), Done);

        var answer = (await StreamAsync(body, Request("siliconflow", model, streaming: true))).ToChatResponse();

        Assert.Equal((reasoning, text), (Reasoning(answer), answer.Text));
    }

    [Fact]
    public void SiliconFlow_NamesWithSlashes_StayInTheBody_FourStops()
    {
        var request = Request("siliconflow", "Pro/zai-org/GLM-4.7", new() { StopSequences = ["1", "2", "3", "4", "5"], AdditionalProperties = new() { ["thinking_budget"] = 128 } });

        Assert.Equal("Pro/zai-org/GLM-4.7", (string?)Write(request)["model"]);
        Assert.Equal("""{"stop":["1","2","3","4"],"thinking_budget":128}""", Members(request));
        Assert.Equal("https://api.siliconflow.cn/v1/chat/completions", new OneApi.Client.Protocols.OpenAI.OpenAIChatProtocol().GetChatUrl(request.Endpoint, request.Model, false));
    }
}
