using OneApi.Client.Testing.Gemini;

namespace OneApi.Client.Testing;

/// <summary>The Gemini API on loopback: <c>generateContent</c>, <c>streamGenerateContent</c> (SSE, or a JSON array without <c>alt=sse</c>), <c>embedContent</c>, <c>batchEmbedContents</c>, <c>predict</c> (Imagen), <c>countTokens</c> and the list of models, with <c>x-goog-api-key</c>.</summary>
/// <remarks>See <see cref="FakeProvider"/> for how it answers. With <c>includeThoughts</c> the natural answer thinks first.</remarks>
public sealed class FakeGemini : FakeProvider
{
    private FakeGemini(FakeProviderOptions options)
        : base(new GeminiWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeGemini Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeGemini Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
