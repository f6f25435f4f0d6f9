using Microsoft.Extensions.DependencyInjection;
using OneApi.Client;
using OneApi.Client.Testing;

namespace QuickStart;

/// <summary>The channels of the sample: the real providers whose keys are in the environment, else three fakes in this process.</summary>
internal sealed class Providers : IAsyncDisposable
{
    /// <summary>A small model of each provider, for the case that its key is set.</summary>
    private static readonly (string Variable, string Model)[] KnownKeys =
    [
        ("OPENAI_API_KEY", "gpt-4o-mini"),
        ("ANTHROPIC_API_KEY", "claude-haiku-4-5"),
        ("GEMINI_API_KEY", "gemini-2.5-flash"),
        ("GOOGLE_API_KEY", "gemini-2.5-flash"),
        ("DASHSCOPE_API_KEY", "qwen-plus"),
        ("DEEPSEEK_API_KEY", "deepseek-chat"),
        ("MOONSHOT_API_KEY", "moonshot-v1-8k"),
        ("MISTRAL_API_KEY", "mistral-small-latest"),
        ("GROQ_API_KEY", "llama-3.3-70b-versatile"),
    ];

    private readonly List<FakeProvider> _fakes = [];

    public required string Description { get; init; }

    /// <summary>Gets the model of the plain examples.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the model whose first channel is broken, or null with real providers.</summary>
    public string? FailoverModel { get; init; }

    public static Providers FromEnvironmentOrFakes(IServiceCollection services)
    {
        foreach (var (variable, model) in KnownKeys)
        {
            if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable)))
            {
                services.AddOneApi().AddChannelsFromEnvironment();
                return new() { Description = $"real providers ({variable} is set)", Model = model };
            }
        }

        return WithFakes(services);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var fake in _fakes)
        {
            await fake.DisposeAsync();
        }
    }

    private static Providers WithFakes(IServiceCollection services)
    {
        var openai = FakeOpenAI.Start();
        var claude = FakeAnthropic.Start();
        var gemini = FakeGemini.Start();
        services.AddOneApi(options =>
        {
            options.Channels.Add(new()
            {
                Name = "openai-dead-key",
                Provider = "openai",
                ApiKey = "sk-revoked-long-ago",
                BaseUrl = openai.Url,
                Models = ["assistant-pro"],
                ModelMap = { ["assistant-pro"] = "gpt-4o" },
                Priority = 10,
            });
            options.Channels.Add(new()
            {
                Name = "claude",
                Provider = "anthropic",
                ApiKey = claude.ApiKey,
                BaseUrl = claude.Url,
                Models = ["assistant", "assistant-pro"],
                ModelMap = { ["assistant"] = "claude-haiku-4-5", ["assistant-pro"] = "claude-sonnet-4-5" },
            });
            options.Channels.Add(new()
            {
                Name = "gemini",
                Provider = "gemini",
                ApiKey = gemini.ApiKey,
                BaseUrl = gemini.Url,
                Models = ["assistant", "assistant-pro"],
                ModelMap = { ["assistant"] = "gemini-2.5-flash", ["assistant-pro"] = "gemini-2.5-pro" },
            });
        });
        var providers = new Providers { Description = "three fakes in this process, no key needed", Model = "assistant", FailoverModel = "assistant-pro" };
        providers._fakes.AddRange([openai, claude, gemini]);
        return providers;
    }
}
