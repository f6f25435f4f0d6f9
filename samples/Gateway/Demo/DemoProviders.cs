using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OneApi.Client;
using OneApi.Client.Testing;

namespace Gateway.Demo;

/// <summary>Fakes of several providers in this process, each speaking its own protocol on a free port of loopback, as the channels of the gateway. Nothing leaves the machine.</summary>
internal sealed class DemoProviders : IAsyncDisposable
{
    private readonly FakeOpenAI _openAI = FakeOpenAI.Start();
    private readonly FakeAnthropic _claude = FakeAnthropic.Start();
    private readonly FakeGemini _gemini = FakeGemini.Start();
    private readonly FakeQwen _qwen = FakeQwen.Start();
    private readonly FakeSpark _spark = FakeSpark.Start();
    private readonly FakeChatGlm _chatGlm = FakeChatGlm.Start();
    private readonly FakeMoonshot _moonshot = FakeMoonshot.Start();

    private FakeProvider[] All => [_openAI, _claude, _gemini, _qwen, _spark, _chatGlm, _moonshot];

    /// <summary>Puts the fakes in the place of whatever channels, groups and prices are configured: a demo token must never reach a provider that costs money.</summary>
    public void AddTo(IServiceCollection services) => services.AddSingleton<IPostConfigureOptions<OneApiOptions>>(new PostConfigureOptions<OneApiOptions>(Options.DefaultName, Configure));

    public async ValueTask DisposeAsync()
    {
        foreach (var fake in All)
        {
            await fake.DisposeAsync();
        }
    }

    private void Configure(OneApiOptions options)
    {
        options.Channels =
        [
            // The first channel of "assistant" has a dead key: its calls fail over, and the log says so.
            Channel("openai-dead-key", "openai", _openAI.Url, "sk-revoked-long-ago", 10, ("assistant", "gpt-4o")),
            Channel("openai", "openai", _openAI.Url, _openAI.ApiKey, 0, ("gpt-4o-mini", null), ("gpt-4o", null)),
            Channel("claude", "anthropic", _claude.Url, _claude.ApiKey, 0, ("claude-haiku-4-5", null), ("claude-sonnet-4-5", null)),
            Channel("gemini", "gemini", _gemini.Url, _gemini.ApiKey, 0, ("gemini-2.5-flash", null), ("assistant", "gemini-2.5-flash")),
            Channel("qwen", "qwen", _qwen.Url, _qwen.ApiKey, 0, ("qwen-max", null), ("qwen-plus", null)),
            Spark(),
            Channel("chatglm3", "chatglm", _chatGlm.Url, _chatGlm.ApiKey, 0, ("chatglm3", "chatglm3-6b")),
            Channel("moonshot", "moonshot", _moonshot.Url, _moonshot.ApiKey, 0, ("kimi-k2", null)),
        ];
        options.Groups = new Dictionary<string, GroupConfig>
        {
            ["customer_service"] = new() { Models = ["qwen-*", "spark-*", "chatglm3"], ModelMap = { ["qwen-max"] = "qwen-plus" }, Fallbacks = { ["qwen-max"] = ["spark-max"] } },
            ["content_generation"] = new() { Models = ["claude-*", "gemini-*", "kimi-*"] },
            ["internal_dev"] = new() { Models = ["*"] },
        };
        options.Prices = new Dictionary<string, PriceConfig>
        {
            ["*"] = new() { Input = "0.50", Output = "2.00" },
            ["gpt-4o"] = new() { Input = "2.50", Output = "10.00" },
            ["claude-sonnet-4-5"] = new() { Input = "3.00", Output = "15.00" },
            ["qwen-max"] = new() { Input = "1.60", Output = "6.40" },
        };
    }

    private ChannelConfig Spark()
    {
        var channel = Channel("spark", "spark", _spark.HttpUrl, FakeSpark.ApiPassword, 0, ("spark-max", "generalv3.5"));
        channel.Protocol = "http";
        return channel;
    }

    private static ChannelConfig Channel(string name, string provider, string url, string key, int priority, params (string Model, string? To)[] models)
    {
        var channel = new ChannelConfig { Name = name, Provider = provider, BaseUrl = url, ApiKey = key, Priority = priority };
        foreach (var (model, to) in models)
        {
            channel.Models.Add(model);
            if (to is not null)
            {
                channel.ModelMap[model] = to;
            }
        }

        return channel;
    }
}
