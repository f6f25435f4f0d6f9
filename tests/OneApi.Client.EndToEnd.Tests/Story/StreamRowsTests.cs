using System.Net;
using System.Text;
using OneApi.Client.EndToEnd.Tests.GatewayHost;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>Rows 16, 17 and 32: what is relayed as it is, billed, and held back by nobody.</summary>
public sealed class StreamRowsTests
{
    private const string Events = ": hello\n\n"
        + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"好\"}}]}\n\n"
        + "data: {\"id\":\"c1\" , \"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\u5417\"},\"finish_reason\":\"stop\"}],\"x\":1.50}\r\n\r\n";

    private const string Usage = "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":700,\"completion_tokens\":300,\"total_tokens\":1000}}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Fact]
    public async Task Row16_ADirectChannel_GetsTheBodyAsItCame_AndTheCallIsBilled()
    {
        const string Answer = "{ \"id\":\"c1\", \"experiment\": 1.50, \"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"fine\",\"new\":null},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":700,\"completion_tokens\":300,\"total_tokens\":1000} }";
        await using var fake = FakeOpenAI.Start();
        fake.Reply(new FakeReply { RawBody = Encoding.UTF8.GetBytes(Answer) });
        await using var host = await StartAsync(fake);

        var reply = await host.ChatAsync("gpt-x", ", \"brand_new\" : {\"a\":[1,2.0]}");
        var usage = (await host.AdminAsync("GET", "/api/v1/usage?by=model")).Json.GetProperty("data")[0];

        Assert.Equal((HttpStatusCode.OK, Answer), (reply.Status, reply.Text));
        Assert.Equal(StoryHost.Chat("gpt-x", ", \"brand_new\" : {\"a\":[1,2.0]}"), Encoding.UTF8.GetString(Assert.Single(fake.Requests).Body.Span));
        Assert.Equal(1_300, usage.GetProperty("charge_micros").GetInt32());
    }

    [Fact]
    public async Task Row17_TheStream_IsRelayedAsItIs_WithDoneOnce_AndIsBilled()
    {
        await using var fake = FakeOpenAI.Start();
        fake.Reply(new FakeReply { RawBody = Encoding.UTF8.GetBytes(Events + Usage + Done), ContentType = "text/event-stream" });
        await using var host = await StartAsync(fake);

        var plain = await host.ChatAsync("gpt-x", ",\"stream\":true");
        var asked = await host.ChatAsync("gpt-x", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        var usage = (await host.AdminAsync("GET", "/api/v1/usage?by=model")).Json.GetProperty("data")[0];

        Assert.Equal(Events + Done, plain.Text); // the usage, which the client did not ask for, is the gateway's alone
        Assert.Equal(Events + Usage + Done, asked.Text);
        Assert.Equal(2_600, usage.GetProperty("charge_micros").GetInt32());
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    [InlineData("qwen")]
    public async Task Row17_AStreamOfAnotherProtocol_EndsWithDoneOnceAsWell(string provider)
    {
        await using FakeProvider fake = provider switch { "anthropic" => FakeAnthropic.Start(), "gemini" => FakeGemini.Start(), _ => FakeQwen.Start() };
        fake.Reply(new FakeReply { Text = "好吗", ChunkSize = 1 });
        await using var host = await StoryHost.StartAsync(options => options.Channels.Add(StoryHost.Channel("main", provider, fake, "m")));

        var text = (await host.ChatAsync("m", ",\"stream\":true")).Text;

        Assert.EndsWith("\n\n" + Done, text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("[DONE]").Length);
        var words = text.Split("\n\n").Where(static one => one.StartsWith("data: {", StringComparison.Ordinal)).SelectMany(static one => System.Text.Json.JsonElement.Parse(one[6..]).GetProperty("choices").EnumerateArray().ToArray());
        Assert.Equal("好吗", string.Concat(words.Select(static choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "")));
    }

    [Fact]
    public async Task Row32_NothingIsBuffered_AndProxiesAreTold()
    {
        await using var provider = new HeldOpenAI();
        await using var host = await StoryHost.StartAsync(options => options.Channels.Add(new() { Name = "held", Provider = "openai-compatible", BaseUrl = provider.Url, ApiKey = "k", Models = ["gpt-x"] }));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(StoryHost.Chat("gpt-x", ",\"stream\":true"), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", host.Key);

        using var answer = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var first = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        provider.Release(); // the provider has said no more before the first event was here
        var rest = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains(HeldOpenAI.FirstWords, first, StringComparison.Ordinal);
        Assert.Contains(HeldOpenAI.LastWords, rest, StringComparison.Ordinal);
        Assert.Equal("no", answer.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(answer.Headers.CacheControl is { NoCache: true } or { NoStore: true });
        Assert.Null(answer.Content.Headers.ContentLength);
    }

    private static Task<StoryHost> StartAsync(FakeOpenAI fake) => StoryHost.StartAsync(options =>
    {
        options.Channels.Add(StoryHost.Channel("direct", "openai", fake, "gpt-x"));
        options.Prices["*"] = new() { Input = "1", Output = "2" };
    });
}
