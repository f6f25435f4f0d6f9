using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Providers;

namespace OneApi.Client.Tests.Protocols;

/// <summary>Who goes on with a given beginning of the answer, as the vendors' pages say; where nobody says so, it is not declared.</summary>
public class PrefillTests
{
    private static readonly ProtocolSet Wires = new();

    [Theory]
    [InlineData("anthropic", "claude-3-haiku-20240307")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929")]
    [InlineData("anthropic", "claude-haiku-4-5")]
    [InlineData("mistral", "mistral-large-latest")]
    [InlineData("moonshot", "kimi-k2.5")]
    [InlineData("moonshot", "moonshot-v1-8k")]
    [InlineData("qwen", "qwen-max")]
    [InlineData("qwen", "qwen3-coder-plus")]
    [InlineData("qianfan", "deepseek-v3.1-250821")]
    [InlineData("vllm", "meta-llama/Llama-3.1-8B-Instruct")]
    [InlineData("llamacpp", "default")]
    [InlineData("groq", "llama-3.3-70b-versatile")]
    public void Model_ThatTakesABeginning_IsDeclared(string provider, string model) => Assert.NotNull(Of(provider, model));

    /// <summary>Anthropic's models from 4.6 on refuse it, whatever their family.</summary>
    [Theory]
    [InlineData("anthropic", "claude-opus-4-6")]
    [InlineData("anthropic", "claude-sonnet-4-6")]
    [InlineData("anthropic", "claude-opus-4-7")]
    [InlineData("anthropic", "claude-sonnet-5")]
    [InlineData("anthropic", "claude-fable-5")]
    [InlineData("anthropic", "claude-mythos-5")]
    [InlineData("anthropic", "another-vendors-model")]
    [InlineData("openai", "gpt-4o-mini")]
    [InlineData("azure", "gpt-4o")]
    [InlineData("gemini", "gemini-2.5-flash")]
    [InlineData("zhipu", "glm-4-plus")]
    [InlineData("spark", "4.0Ultra")]
    [InlineData("hunyuan", "hunyuan-turbos-latest")]
    [InlineData("wenxin", "ernie-4.0-8k")]
    [InlineData("deepseek", "deepseek-chat")]
    [InlineData("qwen", "qwq-plus")]
    [InlineData("qwen", "qwen3-235b-a22b-thinking-2507")]
    [InlineData("qianfan", "ernie-4.5-turbo-128k")]
    [InlineData("doubao", "doubao-seed-1-6-251015")]
    [InlineData("groq", "openai/gpt-oss-120b")]
    [InlineData("openai-compatible", "anything")]
    [InlineData("ollama", "llama3")]
    public void Model_OfWhichNobodySaysSo_IsNot(string provider, string model) => Assert.Null(Of(provider, model));

    [Fact]
    public void DeepSeek_TakesItAtItsBetaBaseOnly() => Assert.NotNull(Of("deepseek", "deepseek-chat", baseUrl: "https://api.deepseek.com/beta"));

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5")]
    [InlineData("qwen", "qwen-plus")]
    [InlineData("vllm", "llama-3")]
    public void AModelThatIsToldToThink_DoesNotTakeIt(string provider, string model) =>
        Assert.Null(Of(provider, model, new() { Reasoning = new() { Effort = ReasoningEffort.High } }));

    [Theory]
    [InlineData("qwen", "qwen-plus", "enable_thinking")]
    public void AModelThatIsToldToThinkInTheProvidersWords_DoesNotTakeIt(string provider, string model, string member) =>
        Assert.Null(Of(provider, model, new() { AdditionalProperties = new() { [member] = true } }));

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5")]
    [InlineData("mistral", "mistral-large-latest")]
    public void Messages_ThatTheCallerWroteInTheProvidersWords_AreNotGoneOnWith(string provider, string model) =>
        Assert.Null(Of(provider, model, raw: new() { ["messages"] = new JsonArray() }));

    [Fact]
    public void AServer_ThatTheCallerTellsOtherwise_IsNotOverruled() =>
        Assert.Null(Of("vllm", "llama-3", new() { AdditionalProperties = new() { ["add_generation_prompt"] = true } }));

    private static Prefill? Of(string provider, string model, ChatOptions? options = null, JsonObject? raw = null, string? baseUrl = null)
    {
        var row = ProviderCatalogue.Find(provider)!;
        var wire = row.Wires[0];
        return Wires.Chat(wire.Protocol!).PrefillOf(new()
        {
            Messages = [new(ChatRole.User, "hello")],
            Options = options,
            Raw = raw,
            Model = model,
            Streaming = true,
            Warnings = new(),
            Endpoint = new() { Provider = row.Id, BaseUrl = baseUrl ?? wire.BaseUrl ?? "https://api.test/v1", Profile = wire.Profile, Errors = new ErrorClassifier(row.Errors) },
        });
    }
}
