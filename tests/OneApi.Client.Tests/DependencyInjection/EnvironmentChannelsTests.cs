using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Providers;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.DependencyInjection;

public class EnvironmentChannelsTests
{
    private static (string Name, string Provider, string? Key)[] Find(params (string Name, string Value)[] variables)
    {
        var known = variables.ToDictionary(static variable => variable.Name, static variable => variable.Value);
        return [.. EnvironmentChannels.Find(known.GetValueOrDefault).Select(static channel => (channel.Name, channel.Provider, channel.ApiKey))];
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "openai")]
    [InlineData("ANTHROPIC_API_KEY", "anthropic")]
    [InlineData("GEMINI_API_KEY", "gemini")]
    [InlineData("GOOGLE_API_KEY", "gemini")]
    [InlineData("DASHSCOPE_API_KEY", "qwen")]
    [InlineData("ARK_API_KEY", "doubao")]
    [InlineData("QIANFAN_API_KEY", "qianfan")]
    [InlineData("HUNYUAN_API_KEY", "hunyuan")]
    [InlineData("SPARK_API_PASSWORD", "spark")]
    [InlineData("ZHIPUAI_API_KEY", "zhipu")]
    [InlineData("MOONSHOT_API_KEY", "moonshot")]
    [InlineData("DEEPSEEK_API_KEY", "deepseek")]
    [InlineData("MINIMAX_API_KEY", "minimax")]
    [InlineData("SILICONFLOW_API_KEY", "siliconflow")]
    [InlineData("MISTRAL_API_KEY", "mistral")]
    [InlineData("COHERE_API_KEY", "cohere")]
    [InlineData("GROQ_API_KEY", "groq")]
    [InlineData("XAI_API_KEY", "xai")]
    [InlineData("OPENROUTER_API_KEY", "openrouter")]
    [InlineData("PERPLEXITY_API_KEY", "perplexity")]
    [InlineData("TOGETHER_API_KEY", "together")]
    public void Find_GivesOneChannelNamedLikeTheProvider(string variable, string provider) =>
        Assert.Equal([(provider, provider, "key")], Find((variable, "key")));

    [Fact]
    public void Find_TakesTheFirstVariableOfAProvider() =>
        Assert.Equal([("gemini", "gemini", "first")], Find(("GOOGLE_API_KEY", "second"), ("GEMINI_API_KEY", "first")));

    [Theory]
    [InlineData("")]
    [InlineData("  \t")]
    public void Find_IgnoresBlanks_AndGoesOnToTheNextVariable(string blank)
    {
        Assert.Empty(Find(("OPENAI_API_KEY", blank)));
        Assert.Equal([("gemini", "gemini", "second")], Find(("GEMINI_API_KEY", blank), ("GOOGLE_API_KEY", "second")));
    }

    [Fact]
    public void Find_TrimsWhatTheShellBroughtAlong() => Assert.Equal([("openai", "openai", "key")], Find(("OPENAI_API_KEY", " key\n")));

    [Fact]
    public async Task AddChannelsFromEnvironment_LeavesConfiguredChannelsAlone_InAnyOrder_AndMayBeCalledTwice()
    {
        var own = Environment.GetEnvironmentVariable("GROQ_API_KEY");
        Environment.SetEnvironmentVariable("GROQ_API_KEY", "key");
        try
        {
            await using var gateway = new TestGateway(static services => services.AddOneApi()
                .AddChannelsFromEnvironment()
                .AddChannelsFromEnvironment()
                .AddChannel(new() { Name = "GROQ", Provider = "stub", Weight = 5 }));

            Assert.Equal(5, gateway.Snapshot.ByName["groq"].Weight);
        }
        finally
        {
            Environment.SetEnvironmentVariable("GROQ_API_KEY", own);
        }
    }
}
