using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>What Microsoft.Extensions.AI expects of any chat client (conventions §5).</summary>
public sealed class ChatClientContractTests
{
    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenManyCallAtOnce_AnswersDoNotMix(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 3, static options => options.Groups["default"].Strategy = RoutingStrategies.Weighted);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => scenario.AskAsync(streaming: i % 2 == 0, $"question {i}")));

        Assert.Equal(Enumerable.Range(0, 64).Select(static i => $"You said: question {i}"), answers.Select(static answer => answer.Text));
        Assert.Equal(64, scenario.Usage.Records.Select(static record => record.CallId).Distinct().Count());
        Assert.Equal(64, scenario.Requests.Sum());
    }

    [Fact]
    public async Task Ask_WithoutMessages_ThrowsAtTheCall()
    {
        await using var scenario = new Scenario("openai");

        Assert.Throws<ArgumentNullException>("messages", () => { _ = scenario.Chat.GetResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: Scenario.Bound); });
        Assert.Throws<ArgumentNullException>("messages", () => { _ = scenario.Chat.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: Scenario.Bound); });
        Assert.Throws<ArgumentNullException>("values", () => { _ = scenario.Embeddings.GenerateAsync(null!, cancellationToken: Scenario.Bound); });
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_LeavesMessagesAndOptionsAsTheyWere(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fakes[0].Fault(Fault.ServerError());
        var messages = Conversation();
        var options = RichOptions(scenario.Wire);
        var tools = options.Tools!.ToArray();
        var before = Snapshot(messages, options);

        var answer = await scenario.AskAsync(streaming, messages, options);

        Assert.NotEmpty(answer.Text);
        Assert.Equal([1, 1], scenario.Requests);
        Assert.Equal(before, Snapshot(messages, options));
        Assert.Equal(tools, options.Tools!);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_EnumeratesTheMessagesOnce(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fakes[0].Fault(Fault.ServerError());
        var wasEnumerated = false;
        IEnumerable<ChatMessage> Messages()
        {
            Assert.False(wasEnumerated, "enumerated twice");
            wasEnumerated = true;
            yield return new(ChatRole.User, "hello");
        }

        var answer = await scenario.AskAsync(streaming, Messages());

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal([1, 1], scenario.Requests);
    }

    [Fact]
    public async Task GetService_AnswersWhatTheGatewayIs()
    {
        await using var scenario = new Scenario("openai", configure: static options => options.DefaultModel = "gpt-4o-mini");
        var chat = scenario.Chat;

        Assert.Same(chat, chat.GetService(typeof(IChatClient)));
        Assert.Same(chat, chat.GetService(chat.GetType()));
        Assert.Equal("OneApi.Client", Assert.IsType<ActivitySource>(chat.GetService(typeof(ActivitySource))).Name);
        Assert.Equal("gpt-4o-mini", Assert.IsType<ChatClientMetadata>(chat.GetService(typeof(ChatClientMetadata))).DefaultModelId);
        Assert.Null(chat.GetService(typeof(IChatClient), "key"));
        Assert.Null(chat.GetService(typeof(string)));
        Assert.Throws<ArgumentNullException>(() => chat.GetService(null!));
        Assert.Same(scenario.Embeddings, scenario.Embeddings.GetService(scenario.Embeddings.GetType()));
        Assert.NotNull(scenario.Embeddings.GetService(typeof(EmbeddingGeneratorMetadata)));
        Assert.Null(scenario.Embeddings.GetService(scenario.Embeddings.GetType(), "key"));
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task GetService_OfAChannelsClient_NamesTheProviderAndItsAddress(string wire)
    {
        await using var scenario = new Scenario(wire);

        var metadata = Assert.IsType<ChatClientMetadata>(scenario.Services.GetRequiredKeyedService<IChatClient>("one").GetService(typeof(ChatClientMetadata)));

        Assert.Equal(new Uri(scenario.Fake.Url), metadata.ProviderUri);
        Assert.Equal(wire == "gemini" ? "gcp.gemini" : wire, metadata.ProviderName);
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Ask_AChannelsClient_UsesThatChannelOnly(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        var two = scenario.Services.GetRequiredKeyedService<IChatClient>("two");

        var answer = await Answer.OfAsync(two, streaming: false, [new(ChatRole.User, "hello")], new() { ModelId = scenario.Wire.Model }, Scenario.Bound);
        scenario.Fakes[1].Fault(Fault.ServerError());
        var failed = await Answer.OfAsync(two, streaming: true, [new(ChatRole.User, "hello")], new() { ModelId = scenario.Wire.Model }, Scenario.Bound);

        Assert.Equal("two", answer.Trace.Channel);
        Assert.Equal(OneApiErrorKind.ProviderUnavailable, failed.Failure.Kind);
        Assert.Equal([0, 2], scenario.Requests);
    }

    [Fact]
    public async Task Dispose_Twice_HarmsNobody()
    {
        await using var scenario = new Scenario("openai");
        var chat = scenario.Chat;

        chat.Dispose();
        chat.Dispose();
        scenario.Embeddings.Dispose();
        scenario.Embeddings.Dispose();

        Assert.Equal("You said: hello", (await scenario.AskAsync(streaming: false)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_WithoutAModel_UsesTheDefaultOrIsAnInvalidRequest(bool hasDefault)
    {
        await using var scenario = new Scenario("openai", configure: options => options.DefaultModel = hasDefault ? "gpt-4o" : null);

        foreach (var streaming in new[] { false, true })
        {
            var answer = await Answer.OfAsync(scenario.Chat, streaming, [new(ChatRole.User, "hello")], new(), Scenario.Bound);

            if (hasDefault)
            {
                Assert.Equal("gpt-4o", answer.Trace.Model);
            }
            else
            {
                Assert.Equal((OneApiErrorKind.InvalidRequest, "model_required"), (answer.Failure.Kind, answer.Failure.ProviderCode));
            }
        }

        Assert.Equal(2, scenario.Usage.Records.Count);
    }

    private static ChatMessage[] Conversation() =>
    [
        new(ChatRole.System, "Be brief.") { AdditionalProperties = new() { ["kept"] = "by the caller" } },
        new(ChatRole.User, [new TextContent("Weather?") { AdditionalProperties = new() { ["note"] = 1 } }]) { AuthorName = "ann" },
        new(ChatRole.Assistant, [new TextContent("Let me see."), new FunctionCallContent("call_1", "get_weather", new Dictionary<string, object?> { ["city"] = "Paris" })]),
        new(ChatRole.Tool, [new FunctionResultContent("call_1", "sunny")]),
        new(ChatRole.User, "And tomorrow?"),
    ];

    private static OneApiChatOptions RichOptions(Wire wire) => new()
    {
        ModelId = wire.Model,
        Temperature = 0.5f,
        MaxOutputTokens = 100,
        TopP = 0.9f,
        StopSequences = ["END"],
        Tools = [AIFunctionFactory.Create(static (string city) => "sunny in " + city, "get_weather")],
        ToolMode = ChatToolMode.Auto,
        AdditionalProperties = new() { [wire.ExtraName] = wire.ExtraValue },
        EndUser = "ann",
        Labels = new Dictionary<string, string> { ["team"] = "red" },
    };

    private static string Snapshot(IEnumerable<ChatMessage> messages, ChatOptions options) =>
        JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions) + JsonSerializer.Serialize((OneApiChatOptions)options, AIJsonUtilities.DefaultOptions);
}
