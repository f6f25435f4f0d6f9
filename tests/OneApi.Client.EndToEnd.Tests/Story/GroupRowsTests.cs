using System.Net;
using System.Text;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>Rows 13 to 15, 20 and 44: groups, model maps, balancing and staged moves.</summary>
public sealed class GroupRowsTests
{
    private const string Format = """,  "response_format" : {"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":{"type":"object","properties":{"x":{"type":"string"}},"required":["x"],"additionalProperties":false}}}""";

    [Theory]
    [InlineData("customer_service", "qwen-plus", true)]
    [InlineData("customer_service", "claude-sonnet-4-5", false)]
    [InlineData("customer_service", "gpt-4o", false)]
    [InlineData("content_generation", "claude-sonnet-4-5", true)]
    [InlineData("content_generation", "qwen-plus", false)]
    [InlineData("internal_dev", "qwen-plus", true)]
    [InlineData("internal_dev", "claude-sonnet-4-5", true)]
    [InlineData("internal_dev", "gpt-4o", true)]
    public async Task Row13_TheThreeGroups_HaveTheirChannelsAndModels(string group, string model, bool isTaken)
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake);
        var key = (await host.TokenAsync($$"""{"name":"a","group":"{{group}}"}""")).GetProperty("key").GetString();

        var reply = await host.ChatAsync(model, key: key);
        var models = (await host.SendAsync("GET", "/v1/models", key: key)).Json.GetProperty("data").EnumerateArray().Select(static one => one.GetProperty("id").GetString());

        Assert.True(isTaken == reply.Status is HttpStatusCode.OK, reply.Text);
        Assert.Equal(isTaken, models.Contains(model));
        Assert.Equal(isTaken ? 1 : 0, fake.Requests.Count);
    }

    [Fact]
    public async Task Row14_QwenMax_IsMapped_PerGroup_PerChannel_AndForAll()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake);
        var service = (await host.TokenAsync("""{"name":"a","group":"customer_service"}""")).GetProperty("key").GetString();

        await host.ChatAsync("qwen-max", key: service);
        await host.ChatAsync("qwen-max");
        await host.ChatAsync("gpt-4o");
        await host.ChatAsync("everybodys");

        Assert.Equal(["qwen-plus", "qwen-max", "gpt-4o-2024-11-20", "qwen-plus"], fake.Requests.Select(static request => request.Model!));
    }

    [Fact]
    public async Task Row15_Mapping_EditsTheModelAlone_AndResponseFormatArrivesByteForByte()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake);

        var reply = await host.ChatAsync("everybodys", Format + ",\"new_field\":1.50");

        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
        Assert.Equal(StoryHost.Chat("qwen-plus", Format + ",\"new_field\":1.50"), Encoding.UTF8.GetString(Assert.Single(fake.Requests).Body.Span));
    }

    [Fact]
    public async Task Row15_ResponseFormat_ReachesAProviderOfAnotherProtocol_InItsOwnWords()
    {
        await using var gemini = FakeGemini.Start();
        await using var host = await StoryHost.StartAsync(options =>
        {
            options.Channels.Add(StoryHost.Channel("gemini", "gemini", gemini, "assistant"));
            options.Groups["internal_dev"] = new() { ModelMap = { ["assistant"] = "gemini-2.5-flash" } };
        });

        var reply = await host.ChatAsync("assistant", Format);

        Assert.True(reply.Status is HttpStatusCode.OK, reply.Text);
        Assert.Equal("application/json", Assert.Single(gemini.Requests).Json.GetProperty("generationConfig").GetProperty("responseMimeType").GetString());
    }

    [Theory]
    [InlineData(RoutingStrategies.Weighted)]
    [InlineData(RoutingStrategies.RoundRobin)]
    [InlineData(RoutingStrategies.LowestLatency)]
    [InlineData(RoutingStrategies.LeastBusy)]
    [InlineData(RoutingStrategies.Cheapest)]
    public async Task Row20_EveryStrategy_ServesCalls(string strategy)
    {
        await using var cheap = FakeOpenAI.Start();
        await using var dear = FakeOpenAI.Start();
        await using var host = await StoryHost.StartAsync(options =>
        {
            options.Channels.Add(StoryHost.Channel("dear", "openai", dear, "gpt-x"));
            options.Channels.Add(StoryHost.Channel("cheap", "openai", cheap, "gpt-x"));
            options.Channels[0].Prices["gpt-x"] = new() { Input = "9", Output = "9" };
            options.Channels[1].Prices["gpt-x"] = new() { Input = "1", Output = "1" };
            options.Groups["internal_dev"] = new() { Strategy = strategy };
        });

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.ChatAsync("gpt-x")).Status);
        }

        Assert.Equal(4, cheap.Requests.Count + dear.Requests.Count);
        Assert.True(strategy is not RoutingStrategies.RoundRobin || cheap.Requests.Count == 2, "taken in turn");
        Assert.True(strategy is not RoutingStrategies.Cheapest || cheap.Requests.Count == 4, "the cheapest alone");
    }

    [Fact]
    public async Task Row44_AGroupMoves_AsFarAsItsShareSays()
    {
        await using var before = FakeOpenAI.Start();
        await using var after = FakeOpenAI.Start();
        await using var host = await StoryHost.StartAsync(options =>
        {
            options.Channels.Add(StoryHost.Channel("old", "openai", before, "gpt-x"));
            options.Channels.Add(StoryHost.Channel("new", "openai", after, "gpt-x"));
            options.Groups["internal_dev"] = new() { Canary = [new() { Name = "move", Channels = ["new"], Percent = 100 }] };
            options.Groups["customer_service"] = new() { Canary = [new() { Name = "move", Channels = ["new"], Percent = 0 }] };
        });
        var service = (await host.TokenAsync("""{"name":"a","group":"customer_service"}""")).GetProperty("key").GetString();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("new", (await host.ChatAsync("gpt-x")).Header("x-oneapi-channel"));
            Assert.Equal("old", (await host.ChatAsync("gpt-x", key: service)).Header("x-oneapi-channel"));
        }

        Assert.Equal((3, 3), (before.Requests.Count, after.Requests.Count));
    }

    private static Task<StoryHost> StartAsync(FakeOpenAI fake) => StoryHost.StartAsync(options =>
    {
        var qwen = StoryHost.Channel("qwen", "openai-compatible", fake, "qwen-max", "qwen-plus", "everybodys");
        qwen.Groups = ["customer_service", "internal_dev"];
        var claude = StoryHost.Channel("claude", "openai-compatible", fake, "claude-sonnet-4-5");
        claude.Groups = ["content_generation", "internal_dev"];
        var gpt = StoryHost.Channel("gpt", "openai", fake, "gpt-4o");
        gpt.Groups = ["internal_dev"];
        gpt.ModelMap["gpt-4o"] = "gpt-4o-2024-11-20";
        options.Channels = [qwen, claude, gpt];
        options.ModelMap["everybodys"] = "qwen-plus";
        options.Groups["customer_service"] = new() { Models = ["qwen-*", "spark-*", "chatglm3"], ModelMap = { ["qwen-max"] = "qwen-plus" } };
        options.Groups["content_generation"] = new() { Models = ["claude-*", "gemini-*", "kimi-*"] };
        options.Groups["internal_dev"] = new() { Models = ["*"] };
    });
}
