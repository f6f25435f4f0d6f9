using OneApi.Client.Testing.OpenAI;

namespace OneApi.Client.Testing;

/// <summary>OpenAI on loopback: <c>/v1/chat/completions</c>, <c>/v1/embeddings</c>, <c>/v1/images</c>, <c>/v1/audio</c>, <c>/v1/moderations</c> and <c>/v1/models</c>, with a bearer key.</summary>
/// <remarks>Stands for any OpenAI-compatible server too. See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeOpenAI : FakeProvider
{
    private FakeOpenAI(FakeProviderOptions options)
        : base(new OpenAIPlatformWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeOpenAI Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeOpenAI Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
