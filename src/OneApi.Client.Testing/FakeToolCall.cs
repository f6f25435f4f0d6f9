namespace OneApi.Client.Testing;

/// <summary>A tool call in a scripted answer.</summary>
/// <param name="Id">The call's id; <see langword="null"/> means that the fake makes one up where its wire has ids.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="ArgumentsJson">The arguments as JSON text. It is not checked where the wire carries text, so that broken arguments can be scripted.</param>
public sealed record FakeToolCall(string? Id, string Name, string ArgumentsJson);
