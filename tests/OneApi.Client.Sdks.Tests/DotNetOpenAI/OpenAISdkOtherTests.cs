using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace OneApi.Client.Sdks.Tests.DotNetOpenAI;

/// <summary>The list of models through OpenAI's .NET SDK, and the limit of an access token.</summary>
public sealed class OpenAISdkOtherTests(SdkHost host) : IClassFixture<SdkHost>
{
    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_AreListed_AndFound()
    {
        var client = Sdk("good").GetOpenAIModelClient();

        OpenAIModelCollection models = await client.GetModelsAsync(Bound);
        OpenAIModel one = await client.GetModelAsync("gpt-4o", Bound);

        Assert.Empty(SdkChannel.All.SelectMany(static channel => channel.Models).Except(models.Select(static model => model.Id)));
        Assert.Equal("gpt-4o", one.Id);
    }

    [Fact]
    public async Task LimitOfTheToken_Is429_AndSaysWhen()
    {
        var client = Sdk("limited").GetChatClient("gpt-4o");
        await client.CompleteChatAsync([new UserChatMessage("Hello there")], cancellationToken: Bound);

        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync([new UserChatMessage("Hello there")], cancellationToken: Bound));

        Assert.Equal(429, error.Status);
        Assert.True(error.GetRawResponse()!.Headers.TryGetValue("retry-after", out var wait));
        Assert.InRange(int.Parse(wait!, CultureInfo.InvariantCulture), 1, 61); // the window has 61 parts of a second (decision 7)
    }

    private OpenAIClient Sdk(string key) => new(new ApiKeyCredential(host.Keys[key]), new() { Endpoint = new(host.OpenAIUrl), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });
}
