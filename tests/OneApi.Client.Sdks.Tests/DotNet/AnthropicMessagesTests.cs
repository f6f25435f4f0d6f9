using System.Text.Json;
using Anthropic.Helpers;
using Anthropic.Models.Messages;
using Anthropic.Services;

namespace OneApi.Client.Sdks.Tests.DotNet;

/// <summary>Anthropic's own SDK for .NET talks with every wire behind the gateway.</summary>
public sealed class AnthropicMessagesTests(SdkHost host) : IClassFixture<SdkHost>
{
    public static TheoryData<string> Channels => SdkChannelRows.All;

    public static TheoryData<string> WithSchemas => SdkChannelRows.WithSchemas;

    public static TheoryData<string> WithVision => SdkChannelRows.WithVision;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IMessageService Messages => AnthropicSdk.Of(host).Messages;

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Message_IsAnswered(string channel)
    {
        var answer = await Messages.Create(AnthropicSdk.Hello(ModelOf(channel)) with { System = "Be short." }, Stop);

        Assert.Contains("Hello there", AnthropicSdk.TextOf(answer), StringComparison.Ordinal);
        Assert.Equal("end_turn", answer.StopReason!.Raw());
        Assert.True(answer.Usage.InputTokens > 0 && answer.Usage.OutputTokens > 0);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Stream_ComesInPieces_AndMakesAWholeMessage(string channel)
    {
        var pieces = 0;
        var aggregator = new MessageContentAggregator();
        await foreach (var update in aggregator.CollectAsync(Messages.CreateStreaming(AnthropicSdk.Hello(ModelOf(channel)), Stop)))
        {
            pieces += update.TryPickContentBlockDelta(out _) ? 1 : 0;
        }

        var answer = aggregator.Message();
        Assert.Contains("Hello there", AnthropicSdk.TextOf(answer), StringComparison.Ordinal);
        Assert.True(pieces > 1, "the answer came in one piece");
        Assert.Equal("end_turn", answer.StopReason!.Raw());
        Assert.True(answer.Usage.OutputTokens > 0);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Tool_IsCalled_AndItsResultAnswered(string channel)
    {
        var ask = Asked(channel);

        var first = await Messages.Create(ask, Stop);
        var second = await Messages.Create(Answered(ask, first), Stop);

        AssertCall(first);
        Assert.Contains("sunny, 21 degrees", AnthropicSdk.TextOf(second), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Tool_IsCalledInAStream_AndItsResultAnswered(string channel)
    {
        var ask = Asked(channel);

        var first = await StreamedAsync(ask);
        var second = await StreamedAsync(Answered(ask, first));

        AssertCall(first);
        Assert.Contains("sunny, 21 degrees", AnthropicSdk.TextOf(second), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WithSchemas))]
    public async Task StructuredAnswer_IsOfTheType(string channel)
    {
        var answer = await Messages.Create<Thing>(AnthropicSdk.Hello(ModelOf(channel)), Stop);

        var thing = answer.Content.Single().Parsed()!;
        Assert.NotNull(thing.Title);
        Assert.NotNull(thing.Count);
    }

    [Theory]
    [MemberData(nameof(WithVision))]
    public async Task Image_ReachesTheProvider(string channel)
    {
        List<ContentBlockParam> content = [new ImageBlockParam(new Base64ImageSource { Data = Samples.Png, MediaType = MediaType.ImagePng }), new TextBlockParam("What is this")];

        var answer = await Messages.Create(AnthropicSdk.Asking(SdkChannelRows.Of(channel).VisionModel!, new UserMessageParam(content)), Stop);

        Assert.Contains("What is this", AnthropicSdk.TextOf(answer), StringComparison.Ordinal);
        Assert.Contains(Samples.Png, host.LastBody(channel).Replace("\\u002B", "+", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task CountOfTokens_IsGiven(string channel)
    {
        var count = await Messages.CountTokens(new() { Model = ModelOf(channel), Messages = [new UserMessageParam("Hello there")] }, Stop);

        Assert.True(count.InputTokens > 0);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task AnswerAndEvents_HaveEveryMemberThatTheSdkRequires(string channel)
    {
        var strict = AnthropicSdk.Of(host).WithOptions(static options => options with { ResponseValidation = true }).Messages;

        AssertCall(await strict.Create(Asked(channel), Stop));
        await strict.Create(AnthropicSdk.Hello(ModelOf(channel)), Stop);
        await foreach (var update in strict.CreateStreaming(Asked(channel), Stop))
        {
            update.Validate();
        }
    }

    private static string ModelOf(string channel) => SdkChannelRows.Of(channel).Model;

    private static MessageCreateParams Asked(string channel) => AnthropicSdk.Asking(ModelOf(channel), new UserMessageParam("Please get_weather for me")) with { Tools = [AnthropicSdk.Weather] };

    private static MessageCreateParams Answered(MessageCreateParams asked, Message message)
    {
        List<ContentBlockParam> said = [.. message.Content.Select(static block => new ContentBlockParam(block.Json))];
        List<ContentBlockParam> result = [new ToolResultBlockParam(AnthropicSdk.CallOf(message).ID) { Content = "sunny, 21 degrees" }];
        return asked with { Messages = [.. asked.Messages, new AssistantMessageParam(said), new UserMessageParam(result)] };
    }

    private static void AssertCall(Message message)
    {
        var call = AnthropicSdk.CallOf(message);
        Assert.Equal(("tool_use", "get_weather"), (message.StopReason!.Raw(), call.Name));
        Assert.Equal(JsonValueKind.String, call.Input["city"].ValueKind);
    }

    private async Task<Message> StreamedAsync(MessageCreateParams asked)
    {
        var aggregator = new MessageContentAggregator();
        await foreach (var _ in aggregator.CollectAsync(Messages.CreateStreaming(asked, Stop)))
        {
        }

        return aggregator.Message();
    }
}
