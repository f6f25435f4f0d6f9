using OneApi.Client.Authentication;

namespace OneApi.Client.Providers;

/// <summary>Providers outside China (protocols/openai.md, anthropic.md, gemini.md, openai-compatible.md).</summary>
internal static class InternationalProviders
{
    public static readonly ProviderDefinition[] All =
    [
        new()
        {
            Id = "openai",
            DisplayName = "OpenAI",
            TelemetryName = "openai",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.openai.com/v1", Embeddings = true }],
            EnvironmentVariables = ["OPENAI_API_KEY"],
            Models = ["gpt-*", "chatgpt-*", "o1*", "o3*", "o4*", "text-embedding-*", "ft:*"],
            ReasoningModels = ["o1*", "o3*", "o4*", "gpt-5*"],
        },
        new()
        {
            Id = "anthropic",
            DisplayName = "Anthropic",
            TelemetryName = "anthropic",
            Wires = [new() { Name = "messages", Protocol = "messages", BaseUrl = "https://api.anthropic.com", Scheme = AuthenticationSchemes.AnthropicKey }],
            EnvironmentVariables = ["ANTHROPIC_API_KEY"],
            Models = ["claude-*"],
        },
        new()
        {
            Id = "gemini",
            DisplayName = "Google Gemini",
            TelemetryName = "gcp.gemini",
            Wires = [new() { Name = "generate-content", Protocol = "generate-content", BaseUrl = "https://generativelanguage.googleapis.com/v1beta", Scheme = AuthenticationSchemes.GoogleKey, Embeddings = true }],
            EnvironmentVariables = ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
            Models = ["gemini-*", "gemma-*", "learnlm-*", "text-embedding-0*", "models/*", "tunedModels/*"],
            ReasoningModels = ["gemini-2.5-pro*", "gemini-3*"],
        },
    ];
}
