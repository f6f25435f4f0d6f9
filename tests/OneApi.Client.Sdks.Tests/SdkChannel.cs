using OneApi.Client.Testing;

namespace OneApi.Client.Sdks.Tests;

/// <summary>A provider behind the gateway, and what its wire can carry.</summary>
/// <param name="Name">The channel's name.</param>
/// <param name="Provider">The provider's id.</param>
/// <param name="Model">The chat model.</param>
/// <param name="Start">Starts its fake.</param>
internal sealed record SdkChannel(string Name, string Provider, string Model, Func<FakeProvider> Start)
{
    public static SdkChannel[] All { get; } =
    [
        new("openai", "openai", "gpt-4o", FakeOpenAI.Start) { VisionModel = "gpt-4o", EmbeddingModel = "text-embedding-3-small" },
        new("anthropic", "anthropic", "claude-sonnet-4-5", FakeAnthropic.Start) { VisionModel = "claude-sonnet-4-5" },
        new("gemini", "gemini", "gemini-2.5-flash", FakeGemini.Start) { VisionModel = "gemini-2.5-flash", EmbeddingModel = "gemini-embedding-001" },
        new("qwen", "qwen", "qwen-plus", FakeQwen.Start) { VisionModel = "qwen-vl-max", EmbeddingModel = "text-embedding-v3" },
        new("spark", "spark", "generalv3.5", FakeSpark.Start) { HasSchemas = false, EmbeddingModel = "para" },
    ];

    /// <summary>Gets the names of the channels, as rows.</summary>
    public static TheoryData<string> Names => [.. All.Select(static channel => channel.Name)];

    /// <summary>Gets those whose wire can be held to a schema.</summary>
    public static TheoryData<string> WithSchemas => [.. All.Where(static channel => channel.HasSchemas).Select(static channel => channel.Name)];

    /// <summary>Gets those that see images.</summary>
    public static TheoryData<string> WithEyes => [.. All.Where(static channel => channel.VisionModel is not null).Select(static channel => channel.Name)];

    /// <summary>Gets those that embed.</summary>
    public static TheoryData<string> WithEmbeddings => [.. All.Where(static channel => channel.EmbeddingModel is not null).Select(static channel => channel.Name)];

    /// <summary>Gets the model that sees images; null where the wire has none.</summary>
    public string? VisionModel { get; init; }

    /// <summary>Gets the embedding model; null where the provider has none.</summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>Gets whether the wire can be held to a JSON schema.</summary>
    public bool HasSchemas { get; init; } = true;

    public IEnumerable<string> Models => new[] { Model, VisionModel, EmbeddingModel }.OfType<string>().Distinct();

    public static SdkChannel Of(string name) => All.Single(channel => channel.Name == name);
}
