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

    public static Subject Of(string name) => ByName[name];

    /// <summary>The wires of the catalogue that no subject covers.</summary>
    public static IEnumerable<string> Missing => ProviderCatalogue.All
        .SelectMany(static row => row.Wires.Select(wire => $"{row.Id} ({wire.Name})"))
        .Except(All.Select(static subject => $"{subject.Provider} ({subject.Protocol})"));
}
