using OneApi.Client.Authentication;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Anthropic;
using OneApi.Client.Protocols.Gemini;
using OneApi.Client.Providers.ErrorTables;

namespace OneApi.Client.Providers;

/// <summary>Vendors outside China that serve their own models (protocols/openai.md, anthropic.md, gemini.md, azure.md, mistral.md, cohere.md, openai-compatible.md).</summary>
internal static class InternationalProviders
{
    // openai-compatible.md §4: completion_tokens leave reasoning out; efforts are low and high.
    private static readonly WireProfile XAI = new()
    {
        ReasoningEfforts = [null, "low", "low", "high", "high"],
        OutputExcludesReasoning = true,
    };

    // The models that reason refuse penalties and stop.
    private static readonly WireProfile XAIReasoner = XAI with { Penalties = false, Stop = false };

    private static readonly WireProfile XAIByModel = XAI with
    {
        Variants = [("grok-4-fast-non-reasoning", XAI), ("grok-4-1-fast-non-reasoning", XAI), ("grok-3-mini", XAIReasoner), ("grok-4", XAIReasoner), ("grok-code", XAIReasoner)],
    };

    // openai-compatible.md §6: usage comes unasked, on every chunk; no tools.
    private static readonly WireProfile Perplexity = new() { MaxTokensField = "max_tokens", StreamUsage = false, Tools = false, AlternatingRoles = true };

    // mistral.md §2: what it doesn't know is refused with 422, so little is sent.
    private static readonly WireProfile Mistral = new()
    {
        MaxTokensField = "max_tokens",
        SeedField = "random_seed",
        StreamUsage = false,
        ToolChoiceRequired = "any",
        ToolChoiceNone = false,
        ShortToolCallIds = true,
        ToolMessageName = true,
        AnswerAfterTools = true,
        Prefill = new() { Mark = "prefix", InJsonMode = false, Repeats = true },
        DocumentUrlParts = true,
        WebSearchOptions = false,
        InputExcludesAudio = true,
        MaxTemperature = 1.5f,
        ReasoningEfforts = ["none", "low", "medium", "high", "high"],
        DimensionsField = "output_dimension",
    };

    private static readonly WireProfile Cohere = new() { MaxTokensField = "max_tokens" };

    /// <summary>JSON by schema only (anthropic.md §2); which models go on with a beginning, the wire's own table says (§3).</summary>
    public static readonly WireProfile Anthropic = new() { JsonObject = false, Prefill = new() { SpaceAtEnd = false, WhileThinking = false } };

    public static readonly ProviderDefinition[] All =
    [
        new()
        {
            Id = "openai",
            DisplayName = "OpenAI",
            TelemetryName = "openai",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.OpenAI, BaseUrl = "https://api.openai.com/v1", Embeddings = true, Images = "openai-images", ImageProfile = ImageProfiles.OpenAI }],
            EnvironmentVariables = ["OPENAI_API_KEY"],
            Models = ["gpt-*", "chatgpt-*", "o1*", "o3*", "o4*", "text-embedding-*", "ft:*", "dall-e-*", "whisper-*", "tts-*", "omni-moderation-*", "text-moderation-*"],
            ReasoningModels = ["o1*", "o3*", "o4*", "gpt-5*"],
        },
        new()
        {
            Id = "anthropic",
            DisplayName = "Anthropic",
            TelemetryName = "anthropic",
            Wires = [new() { Name = "messages", Protocol = "messages", BaseUrl = "https://api.anthropic.com", Schemes = [AuthenticationSchemes.AnthropicKey], Profile = Anthropic }],
            EnvironmentVariables = ["ANTHROPIC_API_KEY"],
            Models = ["claude-*"],
            Errors = AnthropicErrorRules.All,
        },
        new()
        {
            Id = "gemini",
            DisplayName = "Google Gemini",
            TelemetryName = "gcp.gemini",
            Wires = [new() { Name = "generate-content", Protocol = "generate-content", BaseUrl = "https://generativelanguage.googleapis.com/v1beta", Schemes = [AuthenticationSchemes.GoogleKey], Embeddings = true, Images = "gemini-images" }],
            EnvironmentVariables = ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
            Models = ["gemini-*", "gemma-*", "learnlm-*", "text-embedding-0*", "models/*", "imagen-*", "tunedModels/*"],
            ReasoningModels = ["gemini-2.5-pro*", "gemini-3*"],
            Errors = GeminiErrorRules.All,
        },
        // The base is the resource's own (azure.md §1), and its models are deployments, so it serves every name.
        new()
        {
            Id = "azure",
            DisplayName = "Azure OpenAI and Azure AI Foundry",
            TelemetryName = "azure.ai.openai",
            Wires = AzureWires.All,
            ReasoningModels = ["o1*", "o3*", "o4*", "gpt-5*"],
            Errors = AzureErrors.All,
        },
        new()
        {
            Id = "mistral",
            DisplayName = "Mistral",
            TelemetryName = "mistral_ai",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.Mistral, BaseUrl = "https://api.mistral.ai/v1", Profile = Mistral, Embeddings = true }],
            EnvironmentVariables = ["MISTRAL_API_KEY"],
            Models = ["mistral-*", "ministral-*", "magistral-*", "codestral-*", "devstral-*", "pixtral-*", "voxtral-*", "open-mistral-*", "open-mixtral-*"],
            ReasoningModels = ["magistral-*"],
            Errors = MistralErrors.All,
        },
        new()
        {
            Id = "cohere",
            DisplayName = "Cohere",
            TelemetryName = "cohere",
            Wires = [new() { Name = "compatible", Protocol = "chat-completions", Relays = RelayRoutes.Cohere, BaseUrl = "https://api.cohere.ai/compatibility/v1", Profile = Cohere, Embeddings = true }],
            EnvironmentVariables = ["COHERE_API_KEY"],
            Models = ["command*", "c4ai-*", "embed-*", "rerank-*"],
            ReasoningModels = ["command-a-reasoning*"],
            Errors = CohereErrors.All,
        },
        new()
        {
            Id = "xai",
            DisplayName = "xAI",
            TelemetryName = "x_ai",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.x.ai/v1", Profile = XAIByModel, Images = "openai-images", ImageProfile = ImageProfiles.XAI }],
            EnvironmentVariables = ["XAI_API_KEY"],
            Models = ["grok-*"],
            ReasoningModels = ["grok-3-mini*", "grok-4*", "grok-code*"],
            Errors = XAIErrors.All,
        },
        new()
        {
            Id = "perplexity",
            DisplayName = "Perplexity",
            TelemetryName = "perplexity",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.perplexity.ai", Profile = Perplexity }],
            EnvironmentVariables = ["PERPLEXITY_API_KEY"],
            Models = ["sonar*", "r1-1776"],
            ReasoningModels = ["sonar-reasoning*", "sonar-deep-research*", "r1-1776"],
            Errors = PerplexityErrors.All,
        },
    ];
}
