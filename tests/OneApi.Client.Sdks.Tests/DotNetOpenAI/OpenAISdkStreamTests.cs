using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace OneApi.Client.Sdks.Tests.DotNetOpenAI;

/// <summary>What OpenAI's .NET SDK is given piece by piece: texts, usage, tool calls, responses, and an error.</summary>
public sealed class OpenAISdkStreamTests(SdkHost host) : IClassFixture<SdkHost>
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(Samples.ToolName, "Tells the weather.", BinaryData.FromString(Samples.CitySchema));

    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    private OpenAIClient Sdk => new(new ApiKeyCredential(host.Keys["good"]), new() { Endpoint = new(host.OpenAIUrl) });

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Chat_ComesInPieces_WithItsUsageOnce(string channel)
    {
        var updates = await StreamAsync(SdkChannel.Of(channel).Model, [new UserChatMessage("Hello there, how are you today")], new());

        var pieces = updates.SelectMany(static update => update.ContentUpdate).Select(static part => part.Text).Where(static text => text.Length > 0).ToList();
        Assert.True(pieces.Count > 1, "The answer came in one piece.");
        Assert.Contains("Hello there, how are you today", string.Concat(pieces), StringComparison.Ordinal);
        Assert.True(Assert.Single(updates.Select(static update => update.Usage).OfType<ChatTokenUsage>()).TotalTokenCount > 0);
        Assert.Single(updates.Select(static update => update.CompletionId).Distinct());
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Chat_Tools_GoRound(string channel)
    {
        var options = new ChatCompletionOptions { Tools = { Weather } };
        List<ChatMessage> messages = [new UserChatMessage(Samples.AsksForTool)];

        var first = await StreamAsync(SdkChannel.Of(channel).Model, messages, options);

        Assert.Equal(ChatFinishReason.ToolCalls, Assert.Single(first.Select(static update => update.FinishReason).OfType<ChatFinishReason>()));
        var parts = first.SelectMany(static update => update.ToolCallUpdates).ToList();
        var id = Assert.Single(parts.Select(static part => part.ToolCallId).OfType<string>().Distinct());
        Assert.Equal(Samples.ToolName, Assert.Single(parts.Select(static part => part.FunctionName).OfType<string>().Distinct()));
        var arguments = string.Concat(parts.Select(static part => part.FunctionArgumentsUpdate?.ToString()));
        Assert.NotEmpty(Samples.CityOf(arguments));
        messages.Add(new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall(id, Samples.ToolName, BinaryData.FromString(arguments))]));
        messages.Add(new ToolChatMessage(id, Samples.ToolSays));
        var second = await StreamAsync(SdkChannel.Of(channel).Model, messages, options);
        Assert.Contains(Samples.ToolSays, string.Concat(second.SelectMany(static update => update.ContentUpdate).Select(static part => part.Text)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Response_EndsCompleted(string channel)
    {
        var text = string.Empty;
        StreamingResponseUpdate? last = null;
        await foreach (var update in Sdk.GetResponsesClient().CreateResponseStreamingAsync(new CreateResponseOptions(SdkChannel.Of(channel).Model, [ResponseItem.CreateUserMessageItem("Hello there")]) { StreamingEnabled = true }, Bound))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            last = update;
        }

        Assert.Contains("Hello there", text, StringComparison.Ordinal);
        Assert.Equal(ResponseStatus.Completed, Assert.IsType<StreamingResponseCompletedUpdate>(last).Response.Status);
    }

    /// <summary>The SDK throws for no error event of a chat stream; whoever writes the last update back as JSON finds the error in it.</summary>
    [Theory]
    [MemberData(nameof(SdkChannel.Names), MemberType = typeof(SdkChannel))]
    public async Task Chat_StreamBreaks_TheLastUpdateHoldsTheError(string channel)
    {
        var updates = await StreamAsync("broken-" + channel, [new UserChatMessage("Hello there, how are you today")], new());

        var error = JsonElement.Parse(ModelReaderWriter.Write(updates[^1]).ToMemory().Span).GetProperty("error");
        Assert.StartsWith("upstream_", error.GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    private async Task<List<StreamingChatCompletionUpdate>> StreamAsync(string model, List<ChatMessage> messages, ChatCompletionOptions options) =>
        await Sdk.GetChatClient(model).CompleteChatStreamingAsync(messages, options, Bound).ToListAsync(Bound);
}
