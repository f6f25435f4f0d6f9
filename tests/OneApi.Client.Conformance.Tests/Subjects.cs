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
        new("hunyuan", "native", "hunyuan-turbos-latest", FakeHunyuan.Start) { LengthWord = "stop", EmbeddingModel = "hunyuan-embedding" },
        new("hunyuan", "compatible", "hunyuan-turbos-latest", FakeHunyuan.Start) { EmbeddingModel = "hunyuan-embedding", Configure = static channel => (channel.BaseUrl, channel.SecretKey) = (channel.BaseUrl + "/v1", null) },
        new("doubao", "chat-completions", "ep-20250101000000-abcde", FakeDoubao.Start) { EmbeddingModel = "ep-20250101000000-embed" },
        new("doubao", "chat-completions", "doubao-1-5-pro-32k-250115", FakeDoubao.Start) { EmbeddingModel = "doubao-embedding-text-240715", Scheme = "bearer", Configure = static channel => channel.SecretKey = null },
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
