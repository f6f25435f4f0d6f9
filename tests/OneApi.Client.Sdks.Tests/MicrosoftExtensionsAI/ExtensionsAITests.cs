using System.ClientModel;
using Anthropic;
using Microsoft.Extensions.AI;
using OpenAI;

namespace OneApi.Client.Sdks.Tests.MicrosoftExtensionsAI;

/// <summary>The SDKs as Microsoft.Extensions.AI wraps them, with its own loop of function calls.</summary>
public sealed class ExtensionsAITests(SdkHost host) : IClassFixture<SdkHost>
{
    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Rows => Of(static _ => true);

    public static TheoryData<string, string> RowsWithSchemas => Of(static channel => channel.HasSchemas);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Stream_ToolLoop_EndsWithWhatTheToolSaid(string wire, string channel)
    {
        string? given = null;
        using var client = new ChatClientBuilder(ClientOf(wire, SdkChannel.Of(channel).Model)).UseFunctionInvocation().Build();
        var tool = AIFunctionFactory.Create((string city) => (given = city) + ": " + Samples.ToolSays, Samples.ToolName);

        var answer = await client.GetStreamingResponseAsync(Samples.AsksForTool, new() { Tools = [tool], MaxOutputTokens = 200 }, Bound).ToChatResponseAsync(Bound);

        Assert.NotNull(given);
        Assert.Contains(Samples.ToolSays, answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Usage?.OutputTokenCount > 0);
    }

    [Theory]
    [MemberData(nameof(RowsWithSchemas))]
    public async Task Structured_ARecord_IsRead(string wire, string channel)
    {
        using var client = ClientOf(wire, SdkChannel.Of(channel).Model);

        var answer = await client.GetResponseAsync<Place>("Hello there", new ChatOptions { MaxOutputTokens = 200 }, cancellationToken: Bound);

        Assert.NotEmpty(answer.Result.City);
    }

    private static TheoryData<string, string> Of(Func<SdkChannel, bool> takes)
    {
        var rows = new TheoryData<string, string>();
        foreach (var channel in SdkChannel.All.Where(takes))
        {
            rows.Add("openai chat", channel.Name);
            rows.Add("openai responses", channel.Name);
            rows.Add("anthropic", channel.Name);
        }

        return rows;
    }

    private IChatClient ClientOf(string wire, string model)
    {
        var openAI = new OpenAIClient(new ApiKeyCredential(host.Keys["good"]), new() { Endpoint = new(host.OpenAIUrl) });
        return wire switch
        {
            "openai chat" => openAI.GetChatClient(model).AsIChatClient(),
            "openai responses" => openAI.GetResponsesClient().AsIChatClient(model),
            _ => new AnthropicClient { BaseUrl = host.Url, ApiKey = host.Keys["good"] }.AsIChatClient(model),
        };
    }

    /// <summary>What is asked for.</summary>
    internal sealed record Place(string City, int Count);
}
