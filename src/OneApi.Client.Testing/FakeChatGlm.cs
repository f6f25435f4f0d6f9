using OneApi.Client.Testing.ChatGlm;

namespace OneApi.Client.Testing;

/// <summary>The reference server of ChatGLM3 on loopback: <c>/v1/chat/completions</c>, <c>/v1/embeddings</c>, <c>/v1/models</c>. It asks for no key.</summary>
/// <remarks>With the server's defects: short streams without an event, streams with <c>get_</c> that end in raw text, tools whose calls a stream hides. It has no limits and no filter of its own; those faults come as a proxy before it would word them. <see cref="Fault.ProviderError"/> knows <c>400</c>, <c>404</c>, <c>405</c>, <c>422</c>, <c>500</c>, <c>502</c>, <c>503</c> and <c>504</c>. See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeChatGlm : FakeProvider
{
    private FakeChatGlm(FakeProviderOptions options)
        : base(new ChatGlmWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeChatGlm Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeChatGlm Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
