using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>The shape of answers: one scripted reply, whole and streamed, means the same.</summary>
public sealed class AnswerShapeTests
{
    private static readonly FakeReply Everything = new()
    {
        Text = "It is sunny in Paris, and 21 degrees warm.",
        Reasoning = "The user wants the weather of Paris.",
        ToolCalls = [new("call_a", "get_weather", """{"city":"Paris","days":[1,2,{"deep":null}]}"""), new("call_b", "get_time", """{"zone":"Europe/Paris"}""")],
        Usage = new() { InputTokens = 120, OutputTokens = 80, CachedInputTokens = 20, ReasoningTokens = 30 },
    };

    private static readonly FakeReply OnlyText = Everything with { Reasoning = null, ToolCalls = [], Usage = new() { InputTokens = 9, OutputTokens = 12 } };

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_Merged_EqualsTheWholeAnswer(string wire)
    {
        foreach (var reply in new[] { Everything, OnlyText, OnlyText with { FinishReason = wire switch { "openai" => "length", "anthropic" => "max_tokens", _ => "MAX_TOKENS" } } })
        {
            await using var scenario = new Scenario(wire);
            scenario.Fake.Reply(reply);

            var whole = await scenario.AskAsync(streaming: false);
            var streamed = await scenario.AskAsync(streaming: true);

            Assert.Equal(reply.Text, whole.Text);
            Assert.Equal(reply.Reasoning ?? "", whole.Reasoning);
            Assert.Equal(reply.ToolCalls.Select(static call => (call.Id, call.Name, call.ArgumentsJson)), whole.Calls.Select(Told));
            Assert.Equal(Told(whole), Told(streamed));
            Assert.Single(streamed.Response.Messages);
        }
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Usage_IsWhatTheProviderCounted(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire);
        scenario.Fake.Reply(Everything);

        var answer = await scenario.AskAsync(streaming);

        Assert.Equal((120, 80, 200), (answer.Response.Usage!.InputTokenCount, answer.Response.Usage.OutputTokenCount, answer.Response.Usage.TotalTokenCount));
        Assert.Equal(20, answer.Response.Usage.CachedInputTokenCount);
        Assert.Equal((120, 80), (scenario.Usage.Only.Usage!.InputTokenCount, scenario.Usage.Only.Usage.OutputTokenCount));
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Updates_OfOneMessage_BelongTogether(string wire)
    {
        await using var scenario = new Scenario(wire);
        scenario.Fake.Reply(Everything);

        var updates = (await scenario.AskAsync(streaming: true)).Updates;

        Assert.NotNull(updates[0].ResponseId);
        Assert.NotNull(updates[0].MessageId);
        Assert.All(updates, update => Assert.Equal((updates[0].ResponseId, updates[0].MessageId), (update.ResponseId, update.MessageId)));
        Assert.All(updates, static update => Assert.Equal(ChatRole.Assistant, update.Role));
        var lastContent = updates.FindLastIndex(static update => update.Contents.Count > 0);
        Assert.All(updates.Skip(lastContent), static update => Assert.Equal(ChatFinishReason.ToolCalls, update.FinishReason));
        Assert.Single(updates.SelectMany(static update => update.Contents).OfType<UsageContent>());
        Assert.Equal(updates.Count - 1, updates.FindIndex(static update => update.GetOneApiTrace() is not null));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Calls_ComeWholeEachWithAnIdOfItsOwn(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire);
        scenario.Fake.Reply(new FakeReply { ToolCalls = [new(null, "get_weather", """{"city":"Paris"}"""), new(null, "get_weather", """{"city":"Rome"}"""), new(null, "ping", "{}")] });

        var answer = await scenario.AskAsync(streaming);

        Assert.Equal(["""{"city":"Paris"}""", """{"city":"Rome"}""", "{}"], answer.Calls.Select(static call => Told(call).Arguments));
        Assert.Equal(3, answer.Calls.Select(static call => call.CallId).Distinct().Count());
        Assert.All(answer.Calls, static call => Assert.False(string.IsNullOrEmpty(call.CallId)));
        Assert.Equal(ChatFinishReason.ToolCalls, answer.Response.FinishReason);
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", true)] // elsewhere arguments travel as JSON, not as text that could be broken
    public async Task Call_WithUnreadableArguments_CarriesTheErrorAndTheAnswerSurvives(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fake.Reply(new FakeReply { Text = "Wait.", ToolCalls = [new("call_1", "get_weather", """{"city": "Par"""), new("call_2", "get_time", """{"zone":"UTC"}""")] });

        var answer = await scenario.AskAsync(streaming);

        Assert.Equal("Wait.", answer.Text);
        Assert.NotNull(answer.Calls[0].Exception);
        Assert.Null(answer.Calls[1].Exception);
        Assert.Equal([1, 0], scenario.Requests);
    }

    /// <summary>A server may answer a streamed request with one JSON body: its updates keep to the same rules.</summary>
    [Fact]
    public async Task Updates_WhenTheServerDoesNotStream_BelongTogetherToo()
    {
        await using var scenario = new Scenario("openai");
        scenario.Fake.Reply(new FakeReply
        {
            RawBody = """{"id":"chatcmpl-1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"All at once"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7},"extra":true}"""u8.ToArray(),
        });

        var answer = await scenario.AskAsync(streaming: true);

        Assert.Equal("All at once", answer.Text);
        Assert.All(answer.Updates, static update => Assert.Equal(("chatcmpl-1", "chatcmpl-1", ChatRole.Assistant), (update.ResponseId, update.MessageId, update.Role)));
        Assert.Equal(7, answer.Response.Usage!.TotalTokenCount);
        Assert.Equal(ChatFinishReason.Stop, answer.Response.FinishReason);
        Assert.Equal(ChatFinishReason.Stop, answer.Updates[^1].FinishReason);
        Assert.Contains("extra", answer.Updates.SelectMany(static update => update.AdditionalProperties?.Keys ?? []));
        Assert.Equal(7, scenario.Usage.Only.Usage!.TotalTokenCount);
    }

    private static (string? Id, string Name, string Arguments) Told(FunctionCallContent call) =>
        (call.CallId, call.Name, JsonSerializer.Serialize(call.Arguments));

    private static string Told(Answer answer)
    {
        var usage = answer.Response.Usage!;
        var text = new StringBuilder();
        text.AppendLine(answer.Text).AppendLine(answer.Reasoning).AppendJoin('\n', answer.Calls.Select(Told)).AppendLine();
        text.Append(answer.Response.FinishReason).Append(' ').AppendLine(answer.Response.ModelId);
        text.Append(usage.InputTokenCount).Append(' ').Append(usage.OutputTokenCount).Append(' ').Append(usage.TotalTokenCount).Append(' ').Append(usage.CachedInputTokenCount).Append(' ').Append(usage.ReasoningTokenCount);
        return text.ToString();
    }
}
