using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace OneApi.Client.Tests.Gateway;

/// <summary>The gateway under the pipelines of Microsoft.Extensions.AI.</summary>
public sealed class CompositionTests
{
    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task UseFunctionInvocation_GoesThereAndBack(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire);
        var asked = new List<string>();
        var tool = AIFunctionFactory.Create(
            (string city) =>
            {
                asked.Add(city);
                return "sunny in " + city;
            },
            "get_weather");
        using var client = new ChatClientBuilder(scenario.Chat).UseFunctionInvocation().Build();

        var answer = await Answer.OfAsync(client, streaming, [new(ChatRole.User, "use get_weather")], new() { ModelId = scenario.Wire.Model, Tools = [tool] }, Scenario.Bound);

        Assert.Contains("The tool said:", answer.Text, StringComparison.Ordinal);
        Assert.Contains("sunny in " + Assert.Single(asked), answer.Text, StringComparison.Ordinal);
        Assert.Equal([2], scenario.Requests);
        Assert.Equal(2, scenario.Usage.Records.Count);
        Assert.Contains(scenario.Wire.CallMember, Encoding.UTF8.GetString(scenario.Fake.Requests[1].Body.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("fingerprint", Encoding.UTF8.GetString(scenario.Fake.Requests[1].Body.Span), StringComparison.Ordinal);
        var sum = scenario.Usage.Records.Sum(static record => record.Usage!.InputTokenCount);
        Assert.Equal(sum, answer.Response.Usage!.InputTokenCount);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task UseDistributedCache_GivesTheSameAnswerAgainWithoutARequest(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire);
        scenario.Fake.Reply(new Client.Testing.FakeReply { Text = "sunny", Reasoning = "let me see", ToolCalls = [new("call_1", "get_weather", """{"city":"Paris"}""")] });
        IDistributedCache cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        using var client = new ChatClientBuilder(scenario.Chat).UseDistributedCache(cache).Build();
        ChatMessage[] messages = [new(ChatRole.User, "hello")];

        var first = await Answer.OfAsync(client, streaming, messages, new() { ModelId = scenario.Wire.Model }, Scenario.Bound);
        var second = await Answer.OfAsync(client, streaming, messages, new() { ModelId = scenario.Wire.Model }, Scenario.Bound);

        Assert.Equal([1], scenario.Requests);
        Assert.Equal((first.Text, first.Reasoning, first.Calls[0].CallId), (second.Text, second.Reasoning, second.Calls[0].CallId));
        Assert.Equal(first.Response.Usage!.TotalTokenCount, second.Response.Usage!.TotalTokenCount);
        Assert.Equal(first.Response.FinishReason, second.Response.FinishReason);
        Assert.Null(second.Response.GetOneApiTrace());
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task UseOpenTelemetryAndLogging_SeeTheCall(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire);
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "above",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var client = new ChatClientBuilder(scenario.Chat).UseOpenTelemetry(sourceName: "above").UseLogging().Build(scenario.Services);

        var answer = await Answer.OfAsync(client, streaming, [new(ChatRole.User, "hello")], new() { ModelId = scenario.Wire.Model }, Scenario.Bound);

        Assert.Equal("You said: hello", answer.Text);
        Assert.NotNull(answer.Trace);
        Assert.Contains(spans, span => span.DisplayName == "chat " + scenario.Wire.Model && span.GetTagItem("gen_ai.usage.input_tokens") is not null);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task GetResponse_OfAType_IsReadFromJson(string wire)
    {
        await using var scenario = new Scenario(wire);
        scenario.Fake.Reply(new Client.Testing.FakeReply { Text = """{"name":"Ann","age":41}""" });

        var response = await scenario.Chat.GetResponseAsync<Person>("who?", new ChatOptions { ModelId = scenario.Wire.Model }, cancellationToken: Scenario.Bound);

        Assert.Equal(new Person("Ann", 41), response.Result);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task GetResponse_OfAType_SendsASchemaThatTheProviderTakes(string wire)
    {
        await using var scenario = new Scenario(wire);

        var response = await scenario.Chat.GetResponseAsync<Person>("who?", new ChatOptions { ModelId = scenario.Wire.Model }, cancellationToken: Scenario.Bound);

        Assert.NotNull(response.Result.Name);
        Assert.Equal([1], scenario.Requests);
    }

    [Description("A person.")]
    internal sealed record Person(string Name, int Age);
}
