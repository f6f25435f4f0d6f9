using System.ClientModel;
using OneApi.Client.Testing;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace OneApi.Client.Sdks.Tests.DotNetOpenAI;

/// <summary>OpenAI's .NET SDK, changed in nothing but base URL and key.</summary>
public sealed class OpenAISdkTests(SdkHost host) : IClassFixture<SdkHost>
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(Samples.ToolName, "Tells the weather.", BinaryData.FromString(Samples.CitySchema));

    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    private OpenAIClient Sdk => new(new ApiKeyCredential(host.Keys["good"]), new() { Endpoint = new(host.OpenAIUrl) });

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Chat_Whole_IsAnswered(string channel)
    {
        ChatCompletion answer = await Chat(channel).CompleteChatAsync([new SystemChatMessage("Be short."), new UserChatMessage("Hello there")], cancellationToken: Bound);

        Assert.Contains("Hello there", answer.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage.InputTokenCount > 0 && answer.Usage.OutputTokenCount > 0);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Chat_Streamed_IsAnswered(string channel)
    {
        var (text, finish, usage) = (string.Empty, (ChatFinishReason?)null, (ChatTokenUsage?)null);
        await foreach (var update in Chat(channel).CompleteChatStreamingAsync([new UserChatMessage("Hello there")], cancellationToken: Bound))
        {
            text += string.Concat(update.ContentUpdate.Select(static part => part.Text));
            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
        }

        Assert.Contains("Hello there", text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, finish);
        Assert.True(usage?.OutputTokenCount > 0);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Chat_Tools_GoRound(string channel)
    {
        List<ChatMessage> messages = [new UserChatMessage(Samples.AsksForTool)];
        var options = new ChatCompletionOptions { Tools = { Weather } };

        ChatCompletion first = await Chat(channel).CompleteChatAsync(messages, options, Bound);

        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        var call = Assert.Single(first.ToolCalls);
        Assert.Equal(Samples.ToolName, call.FunctionName);
        Assert.NotEmpty(Samples.CityOf(call.FunctionArguments.ToString()));
        messages.AddRange([new AssistantChatMessage(first), new ToolChatMessage(call.Id, Samples.ToolSays)]);
        ChatCompletion second = await Chat(channel).CompleteChatAsync(messages, options, Bound);
        Assert.Contains(Samples.ToolSays, second.Content[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.WithSchemas), MemberType = typeof(SdkChannel))]
    public async Task Chat_Schema_FitsIt(string channel)
    {
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("place", BinaryData.FromString(Samples.CitySchema), jsonSchemaIsStrict: true) };

        ChatCompletion answer = await Chat(channel).CompleteChatAsync([new UserChatMessage("Hello there")], options, Bound);

        Assert.NotEmpty(Samples.CityOf(answer.Content[0].Text));
    }

    [Theory]
    [MemberData(nameof(SdkChannel.WithEyes), MemberType = typeof(SdkChannel))]
    public async Task Chat_Image_ReachesTheProvider(string channel)
    {
        var image = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Convert.FromBase64String(Samples.Png)), "image/png");

        ChatCompletion answer = await Sdk.GetChatClient(SdkChannel.Of(channel).VisionModel).CompleteChatAsync([new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is this"), image)], cancellationToken: Bound);

        Assert.Contains("What is this", answer.Content[0].Text, StringComparison.Ordinal);
        Assert.Contains(Samples.Png, host.LastBody(channel), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.WithEmbeddings), MemberType = typeof(SdkChannel))]
    public async Task Embeddings_SeveralTexts_AVectorForEach(string channel)
    {
        var answer = (await Sdk.GetEmbeddingClient(SdkChannel.Of(channel).EmbeddingModel).GenerateEmbeddingsAsync(["first", "second"], cancellationToken: Bound)).Value;

        Assert.Equal([0, 1], answer.Select(static one => one.Index));
        Assert.All(answer, static one => Assert.True(one.ToFloats().Length > 1));
        Assert.NotEqual(answer[0].ToFloats().ToArray(), answer[1].ToFloats().ToArray());
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Responses_Whole_IsAnswered(string channel)
    {
        ResponseResult answer = await Sdk.GetResponsesClient().CreateResponseAsync(new CreateResponseOptions(SdkChannel.Of(channel).Model, [ResponseItem.CreateUserMessageItem("Hello there")]), Bound);

        Assert.Equal(ResponseStatus.Completed, answer.Status);
        Assert.Contains("Hello there", answer.GetOutputText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Chat_StreamBreaks_EndsWithoutAFinishReason(string channel)
    {
        // This SDK passes over the error event in a stream of chat completions, whoever sends it: what tells is that nothing finished.
        var (text, finish) = (string.Empty, (ChatFinishReason?)null);
        await foreach (var update in Sdk.GetChatClient("broken-" + channel).CompleteChatStreamingAsync([new UserChatMessage("Hello there")], cancellationToken: Bound))
        {
            text += string.Concat(update.ContentUpdate.Select(static part => part.Text));
            finish = update.FinishReason ?? finish;
        }

        Assert.NotEmpty(text);
        Assert.Null(finish);
    }

    [Fact]
    public async Task Chat_StreamBreaksWithoutTheGateway_EndsJustSo()
    {
        await using var fake = FakeOpenAI.Start();
        fake.Fault(Fault.ErrorMidStream(2));
        var straight = new ChatClient("gpt-4o", new ApiKeyCredential(fake.ApiKey), new() { Endpoint = new(fake.Url) });

        var updates = await straight.CompleteChatStreamingAsync([new UserChatMessage("Hello there")], cancellationToken: Bound).ToListAsync(Bound);

        Assert.NotEmpty(updates);
        Assert.All(updates, static update => Assert.Null(update.FinishReason));
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Responses_StreamBreaks_SaysSo(string channel)
    {
        var (text, failed) = (string.Empty, false);
        await foreach (var update in Sdk.GetResponsesClient().CreateResponseStreamingAsync(new CreateResponseOptions("broken-" + channel, [ResponseItem.CreateUserMessageItem("Hello there")]) { StreamingEnabled = true }, Bound))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            failed |= update is StreamingResponseErrorUpdate or StreamingResponseFailedUpdate;
        }

        Assert.NotEmpty(text);
        Assert.True(failed);
    }

    private ChatClient Chat(string channel) => Sdk.GetChatClient(SdkChannel.Of(channel).Model);
}
