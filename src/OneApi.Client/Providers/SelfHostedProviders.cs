using OneApi.Client.Protocols;
using OneApi.Client.Providers.ErrorTables;

namespace OneApi.Client.Providers;

/// <summary>Servers that people run themselves, and anything else that speaks OpenAI's wire (protocols/openai-compatible.md §9, ollama.md §8, zhipu.md §10).</summary>
internal static class SelfHostedProviders
{
    // Its server's page: the last message stays open where both members say so, and is not repeated unless the caller asks for an echo.
    private static readonly WireProfile VLlm = new()
    {
        MaxTokensField = "max_tokens",
        KnowsMaxCompletionTokens = true,
        TopKField = "top_k",
        Prefill = new() { Members = [("add_generation_prompt", false), ("continue_final_message", true)], WhileThinking = false },
    };

    // A last message of the assistant is gone on with unasked (its change 13174); where the model would think, it is refused with 400.
    private static readonly WireProfile LlamaCpp = VLlm with { ReasoningEffort = false, Prefill = new() { WhileThinking = false } };

    private static readonly WireProfile LocalServer = new() { MaxTokensField = "max_tokens", ReasoningEffort = false };

    // ollama.md §8: tool_choice is accepted and ignored, images come as data only.
    private static readonly WireProfile Ollama = new()
    {
        MaxTokensField = "max_tokens",
        ToolChoiceRequired = null,
        ToolChoiceNone = false,
        RemoteImages = false,
    };

    // zhipu.md §10: content is a string, roles tool and function_call are unknown or break it, what isn't listed there is ignored
    // by the server, one call per answer, and its streams lose text: they are made here out of whole answers.
    private static readonly WireProfile ChatGlm = new()
    {
        MaxTokensField = "max_tokens",
        SeedField = null,
        StreamUsage = false,
        Penalties = false,
        Stop = false,
        JsonSchema = false,
        JsonObject = false,
        ParallelTools = false,
        ParallelToolCalls = false,
        ToolChoiceRequired = null,
        ToolChoiceNone = false,
        ReasoningEffort = false,
        MessageNames = false,
        WebSearchOptions = false,
        TellsLength = false,
        ToolRole = "function",
        ToolMessageName = true,
        TextOnlyContent = true,
        CallsAsText = true,
        ToolsTakeSystem = true,
        TextBesideCalls = TextBesideCalls.Nothing,
        DimensionsField = null,
        Aggregates = true,
    };

    public static readonly ProviderDefinition[] All =
    [
        new()
        {
            Id = "openai-compatible",
            DisplayName = "OpenAI-compatible server",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.All, Profile = new() { MaxTokensField = "max_tokens", KnowsMaxCompletionTokens = true }, Embeddings = true, Images = "openai-images" }],
            RequiresKey = false,
        },
        new()
        {
            Id = "vllm",
            DisplayName = "vLLM",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.All, Profile = VLlm, Embeddings = true }],
            RequiresKey = false,
            Errors = VLlmErrors.All,
        },
        new()
        {
            Id = "llamacpp",
            DisplayName = "llama.cpp server",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.All, Profile = LlamaCpp, Embeddings = true }],
            RequiresKey = false,
            Errors = LlamaCppErrors.All,
        },
        new()
        {
            Id = "lmstudio",
            DisplayName = "LM Studio",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "http://localhost:1234/v1", Profile = LocalServer, Embeddings = true }],
            RequiresKey = false,
            Errors = LMStudioErrors.All,
        },
        new()
        {
            Id = "gpustack",
            DisplayName = "GPUStack",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.All, Profile = LocalServer, Embeddings = true }],
        },
        new()
        {
            Id = "ollama",
            DisplayName = "Ollama",
            Wires = [new() { Name = "compatible", Protocol = "chat-completions", BaseUrl = "http://localhost:11434/v1", Profile = Ollama, Embeddings = true }],
            RequiresKey = false,
            Errors = OllamaErrors.All,
        },
        new()
        {
            Id = "chatglm",
            DisplayName = "ChatGLM3 openai_api server",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Profile = ChatGlm, Embeddings = true }],
            RequiresKey = false,
            Models = ["chatglm*"],
            ReasoningModels = ["*"], // its streams begin when the whole answer is there
            Errors = ChatGlmErrors.All,
        },
    ];
}
