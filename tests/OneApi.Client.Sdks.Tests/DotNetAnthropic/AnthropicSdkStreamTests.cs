using Anthropic;
using Anthropic.Helpers;
using Anthropic.Models.Messages;

namespace OneApi.Client.Sdks.Tests.DotNetAnthropic;

/// <summary>Streams that Anthropic's .NET SDK puts together to whole messages, and its own check of what it is given.</summary>
public sealed class AnthropicSdkStreamTests(SdkHost host) : IClassFixture<SdkHost>
{
    private static readonly Tool Weather = new() { Name = Samples.ToolName, Description = "Tells the weather.", InputSchema = new InputSchema(Samples.CitySchemaMembers) };

    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    private AnthropicClient Sdk => new() { BaseUrl = host.Url, ApiKey = host.Keys["good"] };

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Stream_PutTogether_IsTheWholeMessage(string channel)
    {
        var (pieces, message) = await GatherAsync(Ask(channel, new UserMessageParam("Hello there, how are you today")));

        Assert.True(pieces > 1, "The answer came in one piece.");
        Assert.Contains("Hello there, how are you today", TextOf(message), StringComparison.Ordinal);
        Assert.Equal("end_turn", message.StopReason!.Raw());
        Assert.True(message.Usage.InputTokens > 0 && message.Usage.OutputTokens > 0);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Stream_Tools_GoRound(string channel)
    {
        var asked = Ask(channel, new UserMessageParam(Samples.AsksForTool)) with { Tools = [Weather] };

        var (_, first) = await GatherAsync(asked);

        Assert.Equal("tool_use", first.StopReason!.Raw());
        var call = Assert.Single(first.Content.Select(static block => block.Value).OfType<ToolUseBlock>());
        Assert.NotEmpty(call.Input["city"].GetString()!);
        List<ContentBlockParam> said = [.. first.Content.Select(static block => new ContentBlockParam(block.Json))];
        List<ContentBlockParam> result = [new ToolResultBlockParam(call.ID) { Content = Samples.ToolSays }];
        var (_, second) = await GatherAsync(asked with { Messages = [.. asked.Messages, new AssistantMessageParam(said), new UserMessageParam(result)] });
        Assert.Contains(Samples.ToolSays, TextOf(second), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task AnswersAndEvents_CheckedByTheSdk_LackNoMember(string channel)
    {
        var strict = Sdk.WithOptions(static options => options with { ResponseValidation = true }).Messages;
        var asked = Ask(channel, new UserMessageParam(Samples.AsksForTool));

        await strict.Create(asked, Bound);
        await strict.Create(asked with { Tools = [Weather] }, Bound);
        var events = 0;
        await foreach (var update in strict.CreateStreaming(asked with { Tools = [Weather] }, Bound))
        {
            update.Validate();
            events++;
        }

        Assert.True(events > 4);
    }

    private static MessageCreateParams Ask(string channel, MessageParam message) => new() { Model = SdkChannel.Of(channel).Model, MaxTokens = 200, Messages = [message] };

    private static string TextOf(Message message) => string.Concat(message.Content.Select(static block => (block.Value as TextBlock)?.Text));

    private async Task<(int Pieces, Message Message)> GatherAsync(MessageCreateParams asked)
    {
        var pieces = 0;
        var aggregator = new MessageContentAggregator();
        await foreach (var update in aggregator.CollectAsync(Sdk.Messages.CreateStreaming(asked, Bound)))
        {
            pieces += update.TryPickContentBlockDelta(out _) ? 1 : 0;
        }

        return (pieces, aggregator.Message());
    }
}
