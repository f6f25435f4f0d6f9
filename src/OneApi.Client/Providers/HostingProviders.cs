using OneApi.Client.Protocols;
using OneApi.Client.Providers.ErrorTables;

namespace OneApi.Client.Providers;

/// <summary>Hosts of many vendors' models (protocols/openai-compatible.md §2, §3, §5, §7, §8; other-openai-compatible-cn.md §5). They serve every name.</summary>
internal static class HostingProviders
{
    private static readonly string[] OpenReasoners = ["*deepseek-r1*", "*gpt-oss*", "*qwq*", "*thinking*", "*reasoning*"];

    private static readonly WireProfile MaxTokens = new() { MaxTokensField = "max_tokens" };

    private static readonly WireProfile MaxTokensAndTopK = MaxTokens with { TopKField = "top_k" };

    // §3: names in messages are refused; efforts end at high. The vendor's page on prefilling: a last message of the assistant is gone on with.
    private static readonly WireProfile Groq = new()
    {
        MessageNames = false,
        ReasoningEfforts = ["none", "low", "medium", "high", "high"],
        Prefill = new() { Except = ["deepseek-r1", "gpt-oss", "qwq", "qwen3", "thinking", "reasoning", "compound"], WhileThinking = false },
    };

    // §5: the effort is an object's member, and reasoning_details go back in tool loops.
    private static readonly WireProfile OpenRouter = MaxTokensAndTopK with { ReasoningObject = true, ReasoningReplayField = "reasoning_details" };

    // §7: older versions refuse penalties with 400.
    private static readonly WireProfile Cerebras = new() { Penalties = false };

    private static readonly WireProfile Cloudflare = MaxTokens with { ReasoningEffort = false };

    // other-openai-compatible-cn.md §5: thinking is a flag; efforts are for few models.
    // other-openai-compatible-cn.md §5: four stop sequences; old deployments of R1 think between tags in the text.
    private static readonly WireProfile SiliconFlowBase = MaxTokensAndTopK with
    {
        ReasoningEffort = false,
        ThinkingSwitch = ThinkingSwitch.Flag,
        WebSearchOptions = false,
        MaxStops = 4,
        MaxEmbeddingInputs = 32,
    };

    private static readonly WireProfile SiliconFlow = SiliconFlowBase with
    {
        Variants = [("deepseek-ai/DeepSeek-R1", SiliconFlowBase with { ThinkTags = true }), ("Pro/deepseek-ai/DeepSeek-R1", SiliconFlowBase with { ThinkTags = true })],
    };

    public static readonly ProviderDefinition[] All =
    [
        new()
        {
            Id = "groq",
            DisplayName = "Groq",
            TelemetryName = "groq",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.Sound, BaseUrl = "https://api.groq.com/openai/v1", Profile = Groq }],
            EnvironmentVariables = ["GROQ_API_KEY"],
            ReasoningModels = OpenReasoners,
            Errors = GroqErrors.All,
        },
        new()
        {
            Id = "openrouter",
            DisplayName = "OpenRouter",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.SpeechAndTranscriptions, BaseUrl = "https://openrouter.ai/api/v1", Profile = OpenRouter, Embeddings = true }],
            EnvironmentVariables = ["OPENROUTER_API_KEY"],
            ReasoningModels = OpenReasoners,
            Errors = OpenRouterErrors.All,
        },
        new()
        {
            Id = "cerebras",
            DisplayName = "Cerebras",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.cerebras.ai/v1", Profile = Cerebras }],
            ReasoningModels = OpenReasoners,
            Errors = CerebrasErrors.All,
        },
        new()
        {
            Id = "together",
            DisplayName = "Together AI",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.Together, BaseUrl = "https://api.together.xyz/v1", Profile = MaxTokensAndTopK, Embeddings = true }],
            EnvironmentVariables = ["TOGETHER_API_KEY"],
            ReasoningModels = OpenReasoners,
            Errors = TogetherErrors.All,
        },
        new()
        {
            Id = "fireworks",
            DisplayName = "Fireworks AI",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.fireworks.ai/inference/v1", Profile = MaxTokensAndTopK, Embeddings = true }],
            ReasoningModels = OpenReasoners,
            Errors = FireworksErrors.All,
        },
        new()
        {
            Id = "nvidia",
            DisplayName = "NVIDIA NIM",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://integrate.api.nvidia.com/v1", Profile = MaxTokens, Embeddings = true }],
            ReasoningModels = OpenReasoners,
            Errors = NvidiaErrors.All,
        },
        // The base holds the account: https://api.cloudflare.com/client/v4/accounts/{account}/ai/v1.
        new()
        {
            Id = "cloudflare",
            DisplayName = "Cloudflare Workers AI",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Profile = Cloudflare, Embeddings = true }],
            ReasoningModels = OpenReasoners,
            Errors = CloudflareErrors.All,
        },
        new()
        {
            Id = "huggingface",
            DisplayName = "Hugging Face router",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://router.huggingface.co/v1", Profile = MaxTokens }],
            ReasoningModels = OpenReasoners,
            Errors = HuggingFaceErrors.All,
        },
        new()
        {
            Id = "github-models",
            DisplayName = "GitHub Models",
            Wires = [new()
            {
                Name = "chat-completions",
                Protocol = "chat-completions",
                BaseUrl = "https://models.github.ai/inference",
                Headers = [new("Accept", "application/vnd.github+json"), new("X-GitHub-Api-Version", "2022-11-28")],
                Embeddings = true,
            }],
            ReasoningModels = OpenReasoners,
            Errors = GitHubModelsErrors.All,
        },
        new()
        {
            Id = "deepinfra",
            DisplayName = "DeepInfra",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.Sound, BaseUrl = "https://api.deepinfra.com/v1/openai", Profile = MaxTokens, Embeddings = true }],
            ReasoningModels = OpenReasoners,
        },
        new()
        {
            Id = "nebius",
            DisplayName = "Nebius",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.studio.nebius.ai/v1", Profile = MaxTokens, Embeddings = true }],
            ReasoningModels = OpenReasoners,
        },
        new()
        {
            Id = "hyperbolic",
            DisplayName = "Hyperbolic",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.hyperbolic.xyz/v1", Profile = MaxTokens }],
            ReasoningModels = OpenReasoners,
        },
        new()
        {
            Id = "sambanova",
            DisplayName = "SambaNova",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.sambanova.ai/v1", Profile = MaxTokens, Embeddings = true }],
            ReasoningModels = OpenReasoners,
        },
        new()
        {
            Id = "novita",
            DisplayName = "Novita",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.novita.ai/v3/openai", Profile = MaxTokens, Embeddings = true }],
            ReasoningModels = OpenReasoners,
        },
        new()
        {
            Id = "siliconflow",
            DisplayName = "SiliconFlow",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.SiliconFlow, BaseUrl = "https://api.siliconflow.cn/v1", Profile = SiliconFlow, Embeddings = true, Images = "openai-images", ImageProfile = ImageProfiles.SiliconFlow }],
            EnvironmentVariables = ["SILICONFLOW_API_KEY"],
            ReasoningModels = OpenReasoners,
            Errors = SiliconFlowErrors.All,
        },
    ];
}
