namespace OneApi.Client.AspNetCore.Relays;

/// <summary>What was read out of an embedding request.</summary>
/// <param name="Texts">The inputs that are texts; empty where they are tokens, which the gateway reads itself.</param>
/// <param name="Options">The options; the endpoint adds who calls.</param>
/// <param name="AsBase64">Whether the vectors are wanted as base64 of little-endian floats.</param>
internal sealed record EmbeddingBody(IReadOnlyList<string> Texts, OneApiEmbeddingOptions Options, bool AsBase64);
