using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Anthropic.AnthropicWire;

namespace OneApi.Client.Tests.Protocols.Anthropic;

/// <summary>protocols/anthropic.md §7, row by row.</summary>
public sealed class AnthropicThinkingTests
{
    [Theory]
    [InlineData("claude-3-7-sonnet-20250219")]
    [InlineData("claude-sonnet-4-20250514")]
    [InlineData("claude-sonnet-4-0")]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("claude-opus-4-5-20251101")]
    [InlineData("claude-opus-4-5@20251101")]
    [InlineData("anthropic/claude-opus-4.5")]
    [InlineData(Haiku45)]
    [InlineData("kimi-k2-thinking")]
    public void Effort_OnModelsWithBudgets_IsABudget(string model)
    {
        AssertJson("null", Thinking(null, model));
        AssertJson("""{"type":"disabled"}""", Thinking(ReasoningEffort.None, model));
        AssertJson("""{"type":"enabled","budget_tokens":1024}""", Thinking(ReasoningEffort.Low, model));
        AssertJson("""{"type":"enabled","budget_tokens":8192}""", Thinking(ReasoningEffort.Medium, model));
        AssertJson("""{"type":"enabled","budget_tokens":16384}""", Thinking(ReasoningEffort.High, model));
        AssertJson("""{"type":"enabled","budget_tokens":32000}""", Thinking(ReasoningEffort.ExtraHigh, model));
    }

    [Theory]
    [InlineData(Opus46, "max")]
    [InlineData("claude-sonnet-4-6", "max")]
    [InlineData(Opus47, "xhigh")]
    [InlineData("claude-opus-4-8", "xhigh")]
    [InlineData("claude-opus-5", "xhigh")]
    [InlineData("claude-sonnet-5-20260801", "xhigh")]
    [InlineData("global.anthropic.claude-opus-4-7-v1", "xhigh")]
    public void Effort_OnAdaptiveModels_IsAWord(string model, string highest)
    {
        AssertJson("null", Thinking(null, model));
        AssertJson("""{"type":"disabled"}""", Thinking(ReasoningEffort.None, model));
        foreach (var (effort, word) in new[] { (ReasoningEffort.Low, "low"), (ReasoningEffort.Medium, "medium"), (ReasoningEffort.High, "high"), (ReasoningEffort.ExtraHigh, highest) })
        {
            var body = Write(new ChatOptions { Reasoning = new() { Effort = effort } }, model);

            AssertJson("""{"type":"adaptive"}""", body["thinking"]);
            AssertJson($$"""{"effort":"{{word}}"}""", body["output_config"]);
        }
    }

    [Theory]
    [InlineData("claude-fable-5")]
    [InlineData("claude-mythos-5")]
    [InlineData("claude-mythos-preview")]
    public void Effort_NoneOnAModelThatAlwaysThinks_IsItsLowest(string model)
    {
        var request = Request(options: new() { Reasoning = new() { Effort = ReasoningEffort.None } }, model: model);

        var body = Write(request);

        AssertJson("""{"type":"adaptive"}""", body["thinking"]);
        AssertJson("""{"effort":"low"}""", body["output_config"]);
        AssertWarning(request, "setting_adjusted", "Reasoning.Effort");
    }

    [Theory]
    [InlineData("claude-3-5-sonnet-20241022")]
    [InlineData("claude-3-haiku-20240307")]
    public void Effort_OnAModelThatCannotThink_IsReported(string model)
    {
        var request = Request(options: new() { Reasoning = new() { Effort = ReasoningEffort.High } }, model: model);

        Assert.False(Write(request).ContainsKey("thinking"));
        AssertWarning(request, "setting_not_honoured", "Reasoning.Effort");
    }

    [Theory]
    [InlineData(ReasoningOutput.None, "omitted")]
    [InlineData(ReasoningOutput.Summary, "summarized")]
    [InlineData(ReasoningOutput.Full, "summarized")]
    public void Output_IsTheDisplay(ReasoningOutput output, string expected)
    {
        AssertJson($$"""{"type":"adaptive","display":"{{expected}}"}""", Write(new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.Low, Output = output } }, Opus47)["thinking"]);
        AssertJson($$"""{"type":"enabled","budget_tokens":1024,"display":"{{expected}}"}""", Write(new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.Low, Output = output } })["thinking"]);
    }

    [Fact]
    public void Output_WithoutEffort_IsReported()
    {
        var request = Request(options: new() { Reasoning = new() { Output = ReasoningOutput.Summary } });

        Assert.False(Write(request).ContainsKey("thinking"));
        AssertWarning(request, "setting_not_honoured", "Reasoning.Output");
    }

    [Theory]
    [InlineData(ReasoningEffort.Low)]
    [InlineData(ReasoningEffort.High)]
    [InlineData(ReasoningEffort.ExtraHigh)]
    public void MaxTokens_StandsAboveTheBudget(ReasoningEffort effort)
    {
        foreach (var model in new[] { Haiku45, "claude-opus-4-1-20250805", "claude-3-7-sonnet-latest", "other" })
        {
            var body = Write(new ChatOptions { Reasoning = new() { Effort = effort } }, model);

            Assert.True((int)body["max_tokens"]! > (int)body["thinking"]!["budget_tokens"]!);
        }

        Assert.True((int)Write(new ChatOptions { Reasoning = new() { Effort = effort } }, "claude-opus-4-1-20250805")["max_tokens"]! <= 32_000);
    }

    [Fact]
    public void MaxTokens_OfTheCaller_IsRaisedAboveTheBudgetAndReported()
    {
        var low = Request(options: new() { MaxOutputTokens = 2000, Reasoning = new() { Effort = ReasoningEffort.Low } });
        var high = Request(options: new() { MaxOutputTokens = 2000, Reasoning = new() { Effort = ReasoningEffort.High } });

        Assert.Equal(2000, (int?)Write(low)["max_tokens"]);
        Assert.Equal(18384, (int?)Write(high)["max_tokens"]);
        Assert.Empty(low.Warnings.All);
        AssertWarning(high, "setting_adjusted", "MaxOutputTokens");
    }

    [Fact]
    public void Sampling_WhileThinking_IsReportedUnlessItFits()
    {
        var request = Request(options: new() { Temperature = 0.5f, TopK = 4, TopP = 0.5f, Reasoning = new() { Effort = ReasoningEffort.Low } });

        var body = Write(request);

        Assert.False(body.ContainsKey("temperature"));
        Assert.False(body.ContainsKey("top_k"));
        Assert.False(body.ContainsKey("top_p"));
        Assert.Equal(["Temperature", "TopP", "TopK"], request.Warnings.All.Select(static warning => warning.Setting));
        AssertJson("1", Write(new ChatOptions { Temperature = 1, Reasoning = new() { Effort = ReasoningEffort.Low } })["temperature"]);
    }

    [Fact]
    public void Thinking_InTheCallersOwnWords_WinsAndStillExcludesSampling()
    {
        var own = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = 2048 };
        var request = Request(options: new()
        {
            TopK = 4,
            Reasoning = new() { Effort = ReasoningEffort.High },
            AdditionalProperties = new() { ["thinking"] = own },
        });

        var body = Write(request);

        AssertJson(own.ToJsonString(), body["thinking"]);
        AssertWarning(request, "setting_not_honoured", "TopK");
    }

    private static JsonNode? Thinking(ReasoningEffort? effort, string model) => Write(new ChatOptions { Reasoning = new() { Effort = effort } }, model)["thinking"];
}
