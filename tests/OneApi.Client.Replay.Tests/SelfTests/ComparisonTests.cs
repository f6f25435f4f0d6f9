using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Replay.Tests.Gateway;
using OneApi.Client.Replay.Tests.Oracle;
using Xunit;

namespace OneApi.Client.Replay.Tests.SelfTests;

/// <summary>The comparison passes a faithful answer and names every fault of another one.</summary>
public sealed class ComparisonTests
{
    private static readonly Expected _expected = new()
    {
        Text = "Hi",
        Reasoning = "hm",
        Calls = [new("good", JsonNode.Parse("""{"x":[1,"a"]}""")!.AsObject()), new("bad", null)],
        FinishReason = "tool_calls",
        Input = 5,
        Output = 3,
        Total = 8,
        Cached = 1,
    };

    [Fact]
    public async Task FaithfulStream_HasNoDifferences()
    {
        var updates = Updates("Hi");

        Assert.Empty(ReplayComparison.Differences(_expected, await ObserveAsync(updates)));
    }

    [Fact]
    public async Task Faults_AreAllNamed()
    {
        var updates = Updates("Ho");
        updates[0].MessageId = "other";
        updates.Add(updates[^1]);
        updates[2].Contents = [new FunctionCallContent("", "good", new Dictionary<string, object?> { ["x"] = 2 })];

        var found = await ObserveAsync(updates);

        Assert.Collection(
            ReplayComparison.Differences(_expected with { Errors = [], FinishReason = "stop", Total = 9 }, found),
            one => Assert.StartsWith("text differs at character 1", one, StringComparison.Ordinal),
            one => Assert.StartsWith("calls: good, expected good, bad", one, StringComparison.Ordinal),
            one => Assert.StartsWith("finish reason 'tool_calls'", one, StringComparison.Ordinal),
            one => Assert.StartsWith("messages", one, StringComparison.Ordinal),
            one => Assert.StartsWith("input tokens 10", one, StringComparison.Ordinal),
            one => Assert.StartsWith("output tokens 6", one, StringComparison.Ordinal),
            one => Assert.StartsWith("total tokens 16", one, StringComparison.Ordinal),
            one => Assert.StartsWith("cached tokens 2", one, StringComparison.Ordinal),
            one => Assert.StartsWith("message ids", one, StringComparison.Ordinal),
            one => Assert.StartsWith("2 UsageContents", one, StringComparison.Ordinal));
    }

    [Fact]
    public void Failure_IsComparedByKindAndWait()
    {
        var expected = new Expected { Errors = ["RateLimited"], RetryAfter = TimeSpan.FromSeconds(1) };
        var right = new GatewayFailure("RateLimited", "openai", GatewayUnderTest.ChannelName, 429, TimeSpan.FromSeconds(1), "");

        Assert.Empty(ReplayComparison.Differences(expected, new(new ChatResponse(), null, right)));
        Assert.Single(ReplayComparison.Differences(expected, new(new ChatResponse(), null, right with { Kind = "Unknown" })));
        Assert.Single(ReplayComparison.Differences(expected, new(new ChatResponse(), null, right with { RetryAfter = null })));
        Assert.Single(ReplayComparison.Differences(expected, new(new ChatResponse(), null, null)));
    }

    private static List<ChatResponseUpdate> Updates(string text)
    {
        var calls = new FunctionCallContent[] { new("1", "good", new Dictionary<string, object?> { ["x"] = new object[] { 1, "a" } }), new("2", "bad") { Exception = new FormatException() } };
        var usage = new UsageDetails { InputTokenCount = 5, OutputTokenCount = 3, TotalTokenCount = 8, CachedInputTokenCount = 1 };

        return [.. ((IReadOnlyList<AIContent>[])[[new TextReasoningContent("hm")], [new TextContent(text)], calls, [new UsageContent(usage)]])
            .Select(contents => new ChatResponseUpdate(ChatRole.Assistant, [.. contents]) { MessageId = "m", ResponseId = "r", FinishReason = ChatFinishReason.ToolCalls })];
    }

    private static async Task<Observed> ObserveAsync(List<ChatResponseUpdate> updates) =>
        new(await updates.ToAsyncEnumerable().ToChatResponseAsync(TestContext.Current.CancellationToken), updates, null);
}
