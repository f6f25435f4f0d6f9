using System.Net;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>Rows 25 to 30 and 46: providers with customs of their own behind one standard request.</summary>
public sealed class ProviderRowsTests
{
    [Fact]
    public async Task Row25_ErnieAndSpark_AreSpokenToAsTheirVendorsDo()
    {
        await using var wenxin = FakeWenxin.Start();
        await using var spark = FakeSpark.Start();
        await using var host = await StoryHost.StartAsync(options =>
        {
            options.Channels.Add(Signed("ernie", "wenxin", wenxin, "ERNIE-4.0-8K"));
            var token = Signed("spark", "spark", spark, "generalv3.5");
            token.Protocol = "token";
            options.Channels.Add(token);
        });

        var ernie = await host.ChatAsync("ERNIE-4.0-8K");
        var other = await host.ChatAsync("generalv3.5");

        Assert.True(ernie.Status is HttpStatusCode.OK && ernie.Content is { Length: > 0 }, ernie.Text);
        Assert.True(other.Status is HttpStatusCode.OK && other.Content is { Length: > 0 }, other.Text);
        Assert.Contains(spark.Requests, static request => request.Path.StartsWith("/v2.1/chat", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Row26_Hunyuan_GetsTheCharset_UnderItsSignature(bool isStreaming)
    {
        await using var fake = FakeHunyuan.Start();
        await using var host = await StoryHost.StartAsync(options => options.Channels.Add(Signed("hunyuan", "hunyuan", fake, "hunyuan-turbos-latest")));

        var reply = await host.ChatAsync("hunyuan-turbos-latest", isStreaming ? ",\"stream\":true" : "");

        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
        var sent = Assert.Single(fake.Requests);
        Assert.Equal("application/json;charset=utf-8", sent.Headers["Content-Type"].Replace(" ", "", StringComparison.Ordinal), ignoreCase: true);
        Assert.True(sent.AuthenticationPassed); // the fake has checked the signature over the same value
    }

    [Fact]
    public async Task Row27_BaidusToken_IsFetchedOnce_AndAnewWhenItIsRefused()
    {
        await using var fake = FakeWenxin.Start();
        await using var host = await StoryHost.StartAsync(options => options.Channels.Add(Signed("ernie", "wenxin", fake, "ERNIE-4.0-8K")));

        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.ChatAsync("ERNIE-4.0-8K")));
        Assert.All(together, static reply => Assert.True(reply.Status is HttpStatusCode.OK, reply.Text));
        Assert.Equal(1, fake.TokenExchanges);

        fake.ExpireTokens();
        var expired = await host.ChatAsync("ERNIE-4.0-8K");
        fake.RevokeTokens();
        var revoked = await host.ChatAsync("ERNIE-4.0-8K");

        Assert.True(expired.Status is HttpStatusCode.OK, expired.Text);
        Assert.True(revoked.Status is HttpStatusCode.OK, revoked.Text);
        Assert.Equal(3, fake.TokenExchanges);
    }

    [Fact]
    public async Task Row28_Doubao_TakesAccessKeyAndSecret_OrAnArkKey_AndItsQuotaIsCounted()
    {
        await using var fake = FakeDoubao.Start();
        fake.Reply(new FakeReply { Text = "fine", Usage = new() { InputTokens = 700, OutputTokens = 300 } });
        await using var host = await StoryHost.StartAsync(options =>
        {
            options.Channels.Add(Signed("ak-sk", "doubao", fake, "ep-20250101000000-abcde"));
            options.Channels.Add(StoryHost.Channel("ark", "doubao", fake, "doubao-1-5-pro-32k-250115"));
            options.Prices["*"] = new() { Input = "1", Output = "2" };
        });
        var made = await host.TokenAsync("""{"name":"a","quota":100}""");
        var key = made.GetProperty("key").GetString();
        var group = await host.AdminAsync("PATCH", "/api/v1/token/" + made.GetProperty("id").GetString(), """{"group":"internal_dev"}""");
        Assert.True(group.Status is HttpStatusCode.OK, group.Text);

        var signed = await host.ChatAsync("ep-20250101000000-abcde", ",\"max_tokens\":400", key);
        var plain = await host.ChatAsync("doubao-1-5-pro-32k-250115", ",\"max_tokens\":400", key);
        var total = (await host.AdminAsync("GET", $"/api/v1/token/{made.GetProperty("id").GetString()}/quota")).Json.GetProperty("total");

        Assert.True(signed.Status is HttpStatusCode.OK, signed.Text);
        Assert.True(plain.Status is HttpStatusCode.OK, plain.Text);
        Assert.Equal(1, fake.KeyExchanges);
        Assert.Equal(2_600, total.GetProperty("used_micros").GetInt32());
    }

    [Fact]
    public async Task Row29_StableDiffusion_PaintsBehindTheSameKeysAndLimits()
    {
        await using var fake = FakeStableDiffusion.Start();
        await using var host = await StoryHost.StartAsync(options => options.Channels.Add(new() { Name = "sd", Provider = "sd-webui", BaseUrl = fake.Url, ApiKey = fake.ApiKey, Models = ["picture"], ModelMap = { ["picture"] = "sd_xl_base_1.0" } }));
        const string Body = """{"model":"picture","prompt":"a lighthouse","n":1,"response_format":"b64_json"}""";

        var refused = await host.SendAsync("POST", "/v1/images/generations", Body, "sk-wrong");
        Assert.Empty(fake.Requests);
        var reply = await host.SendAsync("POST", "/v1/images/generations", Body);
        var limited = (await host.TokenAsync("""{"name":"a","group":"internal_dev","models":["chat-only"]}""")).GetProperty("key").GetString();
        var forbidden = await host.SendAsync("POST", "/v1/images/generations", Body, limited);

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_api_key"), (refused.Status, refused.Code));
        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
        Assert.StartsWith("iVBOR", reply.Json.GetProperty("data")[0].GetProperty("b64_json").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, forbidden.Status);
    }

    [Fact]
    public async Task Row30_AnOwnChatGlm_NeedsNoKey()
    {
        await using var fake = FakeChatGlm.Start(new() { ApiKey = "" });
        await using var host = await StoryHost.StartAsync(options => options.Channels.Add(new() { Name = "own", Provider = "chatglm", BaseUrl = fake.Url, Models = ["chatglm3"], ModelMap = { ["chatglm3"] = "chatglm3-6b" } }));

        var reply = await host.ChatAsync("chatglm3");

        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
        Assert.False(Assert.Single(fake.Requests).Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Row46_OneStandardRequest_IsAnsweredByEveryone_AndInProcessAsWell()
    {
        await using var openAI = FakeOpenAI.Start();
        await using var claude = FakeAnthropic.Start();
        await using var gemini = FakeGemini.Start();
        await using var qwen = FakeQwen.Start();
        await using var moonshot = FakeMoonshot.Start();
        await using var host = await StoryHost.StartAsync(options =>
        {
            options.Channels.Add(StoryHost.Channel("openai", "openai", openAI, "gpt-4o-mini"));
            options.Channels.Add(StoryHost.Channel("claude", "anthropic", claude, "claude-sonnet-4-5"));
            options.Channels.Add(StoryHost.Channel("gemini", "gemini", gemini, "gemini-2.5-flash"));
            options.Channels.Add(StoryHost.Channel("qwen", "qwen", qwen, "qwen-plus"));
            options.Channels.Add(StoryHost.Channel("moonshot", "moonshot", moonshot, "kimi-k2"));
        });
        var client = (Microsoft.Extensions.AI.IChatClient)host.Services.GetService(typeof(Microsoft.Extensions.AI.IChatClient))!;

        foreach (var model in new[] { "gpt-4o-mini", "claude-sonnet-4-5", "gemini-2.5-flash", "qwen-plus", "kimi-k2" })
        {
            var reply = await host.ChatAsync(model, ",\"max_tokens\":100");
            var own = await client.GetResponseAsync([new(Microsoft.Extensions.AI.ChatRole.User, "Hello")], new() { ModelId = model }, TestContext.Current.CancellationToken);

            Assert.True(reply.Status is HttpStatusCode.OK, model + reply.Text);
            Assert.Equal(own.Text, reply.Content);
        }
    }

    private static ChannelConfig Signed(string name, string provider, FakeProvider fake, string model)
    {
        var channel = StoryHost.Channel(name, provider, fake, model);
        (channel.SecretKey, channel.AppId) = (fake.SecretKey, fake.AppId);
        return channel;
    }
}
