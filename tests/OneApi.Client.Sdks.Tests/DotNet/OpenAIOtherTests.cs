using System.ComponentModel;
using Microsoft.Extensions.AI;
using OpenAI.Embeddings;
using OpenAI.Models;
using OpenAI.Responses;

namespace OneApi.Client.Sdks.Tests.DotNet;

/// <summary>What OpenAI's own SDK for .NET does beside chat: embeddings, models, responses, and Microsoft.Extensions.AI on top of it.</summary>
public sealed class OpenAIOtherTests(SdkHost host) : IClassFixture<SdkHost>
{
    public static TheoryData<string> Channels => SdkChannelRows.All;

    public static TheoryData<string> WithEmbeddings => SdkChannelRows.WithEmbeddings;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(WithEmbeddings))]
    public async Task Embeddings_AreVectors_InOrder(string channel)
    {
        var client = OpenAISdk.Of(host).GetEmbeddingClient(SdkChannelRows.Of(channel).EmbeddingModel);

        OpenAIEmbeddingCollection answer = await client.GenerateEmbeddingsAsync(["first", "second"], cancellationToken: Stop);
        OpenAIEmbeddingCollection again = await client.GenerateEmbeddingsAsync(["second"], cancellationToken: Stop);

        Assert.Equal([0, 1], answer.Select(static one => one.Index));
        Assert.All(answer, static one => Assert.True(one.ToFloats().Length > 1));
        Assert.Equal(again[0].ToFloats().ToArray(), answer[1].ToFloats().ToArray());
        Assert.NotEqual(answer[0].ToFloats().ToArray(), answer[1].ToFloats().ToArray());
    }

    [Fact]
    public async Task Models_AreListed_AndFound()
    {
        var client = OpenAISdk.Of(host).GetOpenAIModelClient();

        OpenAIModelCollection models = await client.GetModelsAsync(Stop);
        OpenAIModel one = await client.GetModelAsync("gpt-4o", Stop);

        Assert.Empty(SdkChannel.All.Select(static channel => channel.Model).Except(models.Select(static model => model.Id)));
        Assert.Equal("gpt-4o", one.Id);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Response_IsCompleted(string channel)
    {
        ResponseResult answer = await OpenAISdk.Of(host).GetResponsesClient().CreateResponseAsync(Asked(channel, streaming: false), Stop);

        Assert.Contains("Hello there", answer.GetOutputText(), StringComparison.Ordinal);
        Assert.Equal(ResponseStatus.Completed, answer.Status);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task ResponseStream_EndsCompleted(string channel)
    {
        var text = string.Empty;
        StreamingResponseUpdate? last = null;
        await foreach (var update in OpenAISdk.Of(host).GetResponsesClient().CreateResponseStreamingAsync(Asked(channel, streaming: true), Stop))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            last = update;
        }

        Assert.Contains("Hello there", text, StringComparison.Ordinal);
        Assert.Equal(ResponseStatus.Completed, Assert.IsType<StreamingResponseCompletedUpdate>(last).Response.Status);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task FunctionInvocation_OverTheSdk_RunsTheFunction(string channel)
    {
        string? given = null;
        using var client = OpenAISdk.Of(host).GetChatClient(SdkChannelRows.Of(channel).Model).AsIChatClient().AsBuilder().UseFunctionInvocation().Build();
        var weather = AIFunctionFactory.Create(([Description("The city.")] string city) => { given = city; return "rain all day"; }, "get_weather");

        var answer = await client.GetResponseAsync("Please get_weather for me", new() { Tools = [weather] }, Stop);

        Assert.NotNull(given);
        Assert.Contains("rain all day", answer.Text, StringComparison.Ordinal);
    }

    private static CreateResponseOptions Asked(string channel, bool streaming) => new()
    {
        Model = SdkChannelRows.Of(channel).Model,
        InputItems = { ResponseItem.CreateUserMessageItem("Hello there") },
        StoredOutputEnabled = false,
        StreamingEnabled = streaming,
    };
}
