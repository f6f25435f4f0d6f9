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
        new("spark", "websocket", "generalv3.5", FakeSpark.Start) { EmbeddingModel = "para", KindsOfItsPage = { ["cut before content"] = OneApiErrorKind.ProviderUnavailable, ["ends early"] = OneApiErrorKind.ProviderUnavailable } },
        new("spark", "http", "generalv3.5", FakeSpark.Start) { Configure = static channel => (channel.BaseUrl, channel.ApiKey, channel.SecretKey, channel.AppId) = (channel.BaseUrl + "/v1", FakeSpark.ApiPassword, null, null) },
        new("spark", "token", "generalv3.5", FakeSpark.Start) { TokenPath = "/v2.1/chat/token" },
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
