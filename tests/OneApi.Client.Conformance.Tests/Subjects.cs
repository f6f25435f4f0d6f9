using OneApi.Client.Providers;
using OneApi.Client.Testing;

namespace OneApi.Client.Conformance.Tests;

/// <summary>Every chat provider of the catalogue with its fake: one line each, so that merges are easy.</summary>
internal static class Subjects
{
    private static readonly Subject[] All =
    [
        new("openai", "chat-completions", "gpt-4o-mini", FakeOpenAI.Start),
        new("anthropic", "messages", "claude-sonnet-4-5", FakeAnthropic.Start) { LengthWord = "max_tokens" },
        new("gemini", "generate-content", "gemini-2.5-flash", FakeGemini.Start) { LengthWord = "MAX_TOKENS", EmbeddingModel = "gemini-embedding-001" },
        new("qwen", "native", "qwen-plus", FakeQwen.Start) { EmbeddingModel = "text-embedding-v3" },
        new("qwen", "compatible", "qwen-plus", FakeQwen.Start) { EmbeddingModel = "text-embedding-v3", Configure = static channel => channel.BaseUrl += "/compatible-mode/v1" },
        new("azure", "v1", "gpt-4o-mini", FakeAzure.Start) { Configure = static channel => channel.SecretKey = null },
        new("azure", "v1", "gpt-4o-mini", FakeAzure.Start) { Scheme = "token-provider", Configure = static channel => channel.TokenProvider = _ => new(channel.SecretKey!) },
        new("azure", "v1", "gpt-4o-mini", FakeAzure.Start) { Scheme = "bearer", Configure = static channel => channel.SecretKey = null },
        new("azure", "deployments", "gpt-4o-mini", FakeAzure.Start) { Configure = static channel => channel.SecretKey = null },
        new("azure", "deployments", "gpt-4o-mini", FakeAzure.Start) { Scheme = "token-provider", Configure = static channel => channel.TokenProvider = _ => new(channel.SecretKey!) },
        new("azure", "foundry", "grok-4-1-fast", FakeAzure.Start) { Configure = static channel => channel.SecretKey = null },
        new("azure", "foundry", "grok-4-1-fast", FakeAzure.Start) { Scheme = "token-provider", Configure = static channel => channel.TokenProvider = _ => new(channel.SecretKey!) },
        new("azure", "anthropic", "claude-sonnet-4-5", FakeAzure.Start) { LengthWord = "max_tokens", Configure = static channel => channel.SecretKey = null },
        new("azure", "anthropic", "claude-sonnet-4-5", FakeAzure.Start) { LengthWord = "max_tokens", Scheme = "token-provider", Configure = static channel => channel.TokenProvider = _ => new(channel.SecretKey!) },
        new("wenxin", "wenxin", "ERNIE-4.0-8K", FakeWenxin.Start) { EmbeddingModel = "embedding-v1" },
        new("wenxin", "wenxin", "ERNIE-4.0-8K", FakeWenxin.Start) { EmbeddingModel = "embedding-v1", Scheme = "bce-auth-v1" },
        new("qianfan", "chat-completions", "ernie-4.0-turbo-8k", FakeQianfan.Start) { EmbeddingModel = "embedding-v1" },
        new("qianfan", "chat-completions", "ernie-4.0-turbo-8k", FakeQianfan.Start) { EmbeddingModel = "embedding-v1", Scheme = "bearer", Configure = static channel => channel.SecretKey = null },
        new("zhipu", "chat-completions", "glm-4-plus", FakeZhipu.Start) { EmbeddingModel = "embedding-3" },
        new("zai", "chat-completions", "glm-4-plus", FakeZhipu.Start) { EmbeddingModel = "embedding-2" },
        new("chatglm", "chat-completions", "chatglm3-6b", FakeChatGlm.Start),
        new("moonshot", "chat-completions", "kimi-k2", FakeMoonshot.Start),
        new("deepseek", "chat-completions", "deepseek-chat", FakeDeepSeek.Start),
        new("minimax", "compatible", "MiniMax-M2", FakeMiniMax.Start) { EmbeddingModel = "embo-01" },
        new("minimax", "native", "MiniMax-Text-01", FakeMiniMax.Start) { EmbeddingModel = "embo-01" },
        new("baichuan", "chat-completions", "Baichuan4", FakeBaichuan.Start),
        new("stepfun", "chat-completions", "step-1-8k", FakeStepFun.Start),
        new("lingyi", "chat-completions", "yi-large-fc", FakeLingyi.Start),
        new("ai360", "chat-completions", "360gpt-pro", FakeAi360.Start),
        new("siliconflow", "chat-completions", "deepseek-ai/DeepSeek-V3", FakeSiliconFlow.Start) { EmbeddingModel = "BAAI/bge-m3" },
        new("spark", "websocket", "generalv3.5", FakeSpark.Start) { EmbeddingModel = "para", KindsOfItsPage = { ["cut before content"] = OneApiErrorKind.ProviderUnavailable, ["ends early"] = OneApiErrorKind.ProviderUnavailable } },
        new("spark", "http", "generalv3.5", FakeSpark.Start) { Configure = static channel => (channel.BaseUrl, channel.ApiKey, channel.SecretKey, channel.AppId) = (channel.BaseUrl + "/v1", FakeSpark.ApiPassword, null, null) },
        new("spark", "token", "generalv3.5", FakeSpark.Start) { TokenPath = "/v2.1/chat/token" },
        new("hunyuan", "native", "hunyuan-turbos-latest", FakeHunyuan.Start) { StatesWaits = false, LengthWord = "stop", EmbeddingModel = "hunyuan-embedding" },
        new("hunyuan", "compatible", "hunyuan-turbos-latest", FakeHunyuan.Start) { EmbeddingModel = "hunyuan-embedding", Configure = static channel => (channel.BaseUrl, channel.SecretKey) = (channel.BaseUrl + "/v1", null) },
        new("doubao", "chat-completions", "ep-20250101000000-abcde", FakeDoubao.Start) { EmbeddingModel = "ep-20250101000000-embed" },
        new("doubao", "chat-completions", "doubao-1-5-pro-32k-250115", FakeDoubao.Start) { EmbeddingModel = "doubao-embedding-text-240715", Scheme = "bearer", Configure = static channel => channel.SecretKey = null },
        new("mistral", "chat-completions", "mistral-small-latest", static options => FakeOpenAICompatible.Start("mistral", options)) { EmbeddingModel = "mistral-embed" },
        new("cohere", "compatible", "command-r-plus", static options => FakeOpenAICompatible.Start("cohere", options)) { EmbeddingModel = "embed-v4.0" },
        new("groq", "chat-completions", "llama-3.3-70b-versatile", static options => FakeOpenAICompatible.Start("groq", options)),
        new("xai", "chat-completions", "grok-3", static options => FakeOpenAICompatible.Start("xai", options)),
        new("openrouter", "chat-completions", "meta-llama/llama-3.3-70b-instruct", static options => FakeOpenAICompatible.Start("openrouter", options)),
        new("perplexity", "chat-completions", "sonar", static options => FakeOpenAICompatible.Start("perplexity", options)),
        new("together", "chat-completions", "meta-llama/Llama-3.3-70B-Instruct-Turbo", static options => FakeOpenAICompatible.Start("together", options)),
        new("fireworks", "chat-completions", "accounts/fireworks/models/llama-v3p3-70b-instruct", static options => FakeOpenAICompatible.Start("fireworks", options)),
        new("nvidia", "chat-completions", "meta/llama-3.3-70b-instruct", static options => FakeOpenAICompatible.Start("nvidia", options)),
        new("cerebras", "chat-completions", "llama-3.3-70b", static options => FakeOpenAICompatible.Start("cerebras", options)),
        new("cloudflare", "chat-completions", "@cf/meta/llama-3.3-70b-instruct-fp8-fast", static options => FakeOpenAICompatible.Start("cloudflare", options)),
        new("huggingface", "chat-completions", "meta-llama/Llama-3.3-70B-Instruct", static options => FakeOpenAICompatible.Start("huggingface", options)),
        new("github-models", "chat-completions", "openai/gpt-4o-mini", static options => FakeOpenAICompatible.Start("github-models", options)),
        new("deepinfra", "chat-completions", "meta-llama/Llama-3.3-70B-Instruct", static options => FakeOpenAICompatible.Start("deepinfra", options)),
        new("nebius", "chat-completions", "meta-llama/Llama-3.3-70B-Instruct", static options => FakeOpenAICompatible.Start("nebius", options)),
        new("hyperbolic", "chat-completions", "meta-llama/Llama-3.3-70B-Instruct", static options => FakeOpenAICompatible.Start("hyperbolic", options)),
        new("sambanova", "chat-completions", "Meta-Llama-3.3-70B-Instruct", static options => FakeOpenAICompatible.Start("sambanova", options)),
        new("novita", "chat-completions", "meta-llama/llama-3.3-70b-instruct", static options => FakeOpenAICompatible.Start("novita", options)),
        new("openai-compatible", "chat-completions", "some-model", static options => FakeOpenAICompatible.Start("openai-compatible", options)),
        new("vllm", "chat-completions", "meta-llama/Llama-3.1-8B-Instruct", static options => FakeOpenAICompatible.Start("vllm", options)),
        new("llamacpp", "chat-completions", "llama-3.1-8b", static options => FakeOpenAICompatible.Start("llamacpp", options)),
        new("lmstudio", "chat-completions", "llama-3.1-8b", static options => FakeOpenAICompatible.Start("lmstudio", options)),
        new("gpustack", "chat-completions", "llama-3.1-8b", static options => FakeOpenAICompatible.Start("gpustack", options)),
        new("ollama", "compatible", "llama3.2", static options => FakeOpenAICompatible.Start("ollama", options)),
    ];

    private static readonly Dictionary<string, Subject> ByName = All.ToDictionary(static subject => subject.Name);

    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Every subject, whole (<see langword="false"/>) and streamed.</summary>
    public static TheoryData<string, bool> Doors => new(Names.SelectMany(static name => (IEnumerable<(string, bool)>)[(name, false), (name, true)]));

    /// <summary>Gets the first subject of each wire: a protocol, over HTTP or a socket, with a way to come by a token.</summary>
    public static IEnumerable<string> OfEachWire =>
        All.DistinctBy(static subject => (subject.Wire.Protocol, subject.Wire.IsSocket, subject.IssuesTokens)).Select(static subject => subject.Name);

    public static Subject Of(string name) => ByName[name];

    /// <summary>The wires of the catalogue that no subject covers.</summary>
    public static IEnumerable<string> Missing => ProviderCatalogue.All
        .SelectMany(static row => row.Wires.Where(static wire => wire.Protocol is not null).Select(wire => $"{row.Id} ({wire.Name})"))
        .Except(All.Select(static subject => $"{subject.Provider} ({subject.Protocol})"));
}
