using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace OneApi.Client.Sdks.Tests.DotNetAnthropic;

/// <summary>Anthropic's .NET SDK, changed in nothing but base URL and key.</summary>
public sealed class AnthropicSdkTests(SdkHost host) : IClassFixture<SdkHost>
{
    private static readonly Tool Weather = new()
    {
        Name = Samples.ToolName,
        Description = "Tells the weather.",
        InputSchema = new InputSchema(Samples.CitySchemaMembers),
    };

    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    private AnthropicClient Sdk => new() { BaseUrl = host.Url, ApiKey = host.Keys["good"] };

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Message_Whole_IsAnswered(string channel)
    {
        var answer = await Sdk.Messages.Create(Ask(channel, new UserMessageParam("Hello there")) with { System = "Be short." }, Bound);

        Assert.Contains("Hello there", TextOf(answer), StringComparison.Ordinal);
        Assert.Equal("end_turn", answer.StopReason?.Raw());
        Assert.True(answer.Usage.InputTokens > 0 && answer.Usage.OutputTokens > 0);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Message_Streamed_IsAnswered(string channel)
    {
        var (text, stopped) = (string.Empty, false);
        await foreach (var update in Sdk.Messages.CreateStreaming(Ask(channel, new UserMessageParam("Hello there")), Bound))
        {
            text += TextOf(update);
            stopped |= update.TryPickStop(out _);
        }

        Assert.Contains("Hello there", text, StringComparison.Ordinal);
        Assert.True(stopped);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Message_Tools_GoRound(string channel)
    {
        var asked = new UserMessageParam(Samples.AsksForTool);

        var first = await Sdk.Messages.Create(Ask(channel, asked) with { Tools = [Weather] }, Bound);

        Assert.Equal("tool_use", first.StopReason?.Raw());
        var call = Assert.Single(first.Content.Select(static block => block.Value).OfType<ToolUseBlock>());
        Assert.Equal(Samples.ToolName, call.Name);
        Assert.NotEmpty(call.Input["city"].GetString()!);
        List<ContentBlockParam> said = [.. first.Content.Select(static block => new ContentBlockParam(block.Json))];
        List<ContentBlockParam> result = [new ToolResultBlockParam(call.ID) { Content = Samples.ToolSays }];
        var second = await Sdk.Messages.Create(Ask(channel, asked, new AssistantMessageParam(said), new UserMessageParam(result)) with { Tools = [Weather] }, Bound);
        Assert.Contains(Samples.ToolSays, TextOf(second), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.WithSchemas), MemberType = typeof(SdkChannel))]
    public async Task Message_Schema_FitsIt(string channel)
    {
        var answer = await Sdk.Messages.Create(Ask(channel, new UserMessageParam("Hello there")) with { OutputConfig = new() { Format = new() { Schema = Samples.CitySchemaMembers } } }, Bound);

        Assert.NotEmpty(Samples.CityOf(TextOf(answer)));
    }

    [Theory]
    [MemberData(nameof(SdkChannel.WithEyes), MemberType = typeof(SdkChannel))]
    public async Task Message_Image_ReachesTheProvider(string channel)
    {
        List<ContentBlockParam> content = [new ImageBlockParam(new Base64ImageSource { Data = Samples.Png, MediaType = MediaType.ImagePng }), new TextBlockParam("What is this")];

        var answer = await Sdk.Messages.Create(Ask(channel, new UserMessageParam(content)) with { Model = SdkChannel.Of(channel).VisionModel! }, Bound);

        Assert.Contains("What is this", TextOf(answer), StringComparison.Ordinal);
        Assert.Contains(Samples.Png, host.LastBody(channel), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Message_StreamBreaks_Throws(string channel)
    {
        var text = string.Empty;

        await Assert.ThrowsAsync<AnthropicSseException>(async () =>
        {
            await foreach (var update in Sdk.Messages.CreateStreaming(Ask(channel, new UserMessageParam("Hello there")) with { Model = "broken-" + channel }, Bound))
            {
                text += TextOf(update);
            }
        });

        Assert.NotEmpty(text);
    }

    private static MessageCreateParams Ask(string channel, params MessageParam[] messages) => new() { Model = SdkChannel.Of(channel).Model, MaxTokens = 200, Messages = messages };

    private static string TextOf(Message message) => string.Concat(message.Content.Select(static block => (block.Value as TextBlock)?.Text));

    private static string TextOf(RawMessageStreamEvent update)
        => update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text) ? text.Text : string.Empty;
}
