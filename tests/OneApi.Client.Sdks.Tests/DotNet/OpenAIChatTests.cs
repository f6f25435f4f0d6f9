using System.Text;
using System.Text.Json;
using OpenAI.Chat;

namespace OneApi.Client.Sdks.Tests.DotNet;

/// <summary>OpenAI's own SDK for .NET chats with every wire behind the gateway.</summary>
public sealed class OpenAIChatTests(SdkHost host) : IClassFixture<SdkHost>
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("get_weather", "Tells the weather.", BinaryData.FromString(Samples.City));

    public static TheoryData<string> Channels => SdkChannelRows.All;

    public static TheoryData<string> WithSchemas => SdkChannelRows.WithSchemas;

    public static TheoryData<string> WithVision => SdkChannelRows.WithVision;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Chat_IsAnswered(string channel)
    {
        ChatCompletion answer = await Client(channel).CompleteChatAsync([new SystemChatMessage("Be short."), new UserChatMessage("Hello there")], cancellationToken: Stop);

        Assert.Contains("Hello there", answer.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal((ChatFinishReason.Stop, ChatMessageRole.Assistant), (answer.FinishReason, answer.Role));
        Assert.True(answer.Usage.InputTokenCount > 0 && answer.Usage.OutputTokenCount > 0);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Stream_ComesInPieces_WithUsageAtItsEnd(string channel)
    {
        var streamed = await StreamAsync(channel, [new UserChatMessage("Hello there, how are you today")], new());

        Assert.Contains("Hello there", streamed.Text, StringComparison.Ordinal);
        Assert.True(streamed.Pieces > 1, "the answer came in one piece");
        Assert.Equal(ChatFinishReason.Stop, streamed.Finish);
        Assert.True(streamed.Usage?.TotalTokenCount > 0);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Tool_IsCalled_AndItsResultAnswered(string channel)
    {
        var options = new ChatCompletionOptions { Tools = { Weather } };
        List<ChatMessage> messages = [new UserChatMessage("Please get_weather for me")];

        ChatCompletion first = await Client(channel).CompleteChatAsync(messages, options, Stop);
        var call = Assert.Single(first.ToolCalls);
        messages.Add(new AssistantChatMessage(first));
        messages.Add(new ToolChatMessage(call.Id, "sunny, 21 degrees"));
        ChatCompletion second = await Client(channel).CompleteChatAsync(messages, options, Stop);

        Assert.Equal((ChatFinishReason.ToolCalls, "get_weather"), (first.FinishReason, call.FunctionName));
        AssertCity(call.FunctionArguments.ToString());
        Assert.Contains("sunny, 21 degrees", second.Content[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Tool_IsCalledInAStream_AndItsResultAnswered(string channel)
    {
        var options = new ChatCompletionOptions { Tools = { Weather } };
        List<ChatMessage> messages = [new UserChatMessage("Please get_weather for me")];

        var first = await StreamAsync(channel, messages, options);
        messages.Add(new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall(first.CallId, first.Function, BinaryData.FromString(first.Arguments))]));
        messages.Add(new ToolChatMessage(first.CallId, "sunny, 21 degrees"));
        var second = await StreamAsync(channel, messages, options);

        Assert.Equal((ChatFinishReason.ToolCalls, "get_weather"), (first.Finish, first.Function));
        AssertCity(first.Arguments);
        Assert.Contains("sunny, 21 degrees", second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WithSchemas))]
    public async Task StructuredAnswer_IsOfTheSchema(string channel)
    {
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("thing", BinaryData.FromString(Samples.ThingSchema), jsonSchemaIsStrict: true) };

        ChatCompletion answer = await Client(channel).CompleteChatAsync([new UserChatMessage("Hello there")], options, Stop);

        var thing = JsonElement.Parse(answer.Content[0].Text);
        Assert.Equal((JsonValueKind.String, JsonValueKind.Number), (thing.GetProperty("title").ValueKind, thing.GetProperty("count").ValueKind));
    }

    [Theory]
    [MemberData(nameof(WithVision))]
    public async Task Image_ReachesTheProvider(string channel)
    {
        var client = OpenAISdk.Of(host).GetChatClient(SdkChannelRows.Of(channel).VisionModel);
        var image = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Convert.FromBase64String(Samples.Png)), "image/png");

        ChatCompletion answer = await client.CompleteChatAsync([new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is this"), image)], cancellationToken: Stop);

        Assert.Contains("What is this", answer.Content[0].Text, StringComparison.Ordinal);
        Assert.Contains(Samples.Png, host.LastBody(channel).Replace("\\u002B", "+", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
    }

    private static void AssertCity(string arguments) => Assert.Equal(JsonValueKind.String, JsonElement.Parse(arguments).GetProperty("city").ValueKind);

    private ChatClient Client(string channel) => OpenAISdk.Of(host).GetChatClient(SdkChannelRows.Of(channel).Model);

    private async Task<Streamed> StreamAsync(string channel, List<ChatMessage> messages, ChatCompletionOptions options)
    {
        var text = new StringBuilder();
        var arguments = new StringBuilder();
        var streamed = new Streamed();
        await foreach (var update in Client(channel).CompleteChatStreamingAsync(messages, options, Stop))
        {
            foreach (var part in update.ContentUpdate)
            {
                text.Append(part.Text);
                streamed.Pieces++;
            }

            foreach (var call in update.ToolCallUpdates)
            {
                streamed.CallId = call.ToolCallId ?? streamed.CallId;
                streamed.Function = call.FunctionName ?? streamed.Function;
                arguments.Append(call.FunctionArgumentsUpdate?.ToString());
            }

            streamed.Finish = update.FinishReason ?? streamed.Finish;
            streamed.Usage = update.Usage ?? streamed.Usage;
        }

        streamed.Text = text.ToString();
        streamed.Arguments = arguments.ToString();
        return streamed;
    }

    private sealed class Streamed
    {
        public string Text { get; set; } = "";

        public int Pieces { get; set; }

        public string CallId { get; set; } = "";

        public string Function { get; set; } = "";

        public string Arguments { get; set; } = "";

        public ChatFinishReason? Finish { get; set; }

        public ChatTokenUsage? Usage { get; set; }
    }
}
