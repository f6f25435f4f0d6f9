using OneApi.Client.Testing.MiniMax;

namespace OneApi.Client.Testing;

/// <summary>MiniMax on loopback: <c>/v1/chat/completions</c>, its native name <c>/v1/text/chatcompletion_v2</c>, <c>/v1/embeddings</c> and <c>/v1/image_generation</c>, with a bearer key.</summary>
/// <remarks>Native errors come under status 200 in <c>base_resp</c>, those of the compatible path under their status with the code at the end of the message. <see cref="Fault.ProviderError"/> knows the codes of the vendor's error page (<c>1000</c> … <c>2061</c>, <c>20132</c>). See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeMiniMax : FakeProvider
{
    private FakeMiniMax(FakeProviderOptions options)
        : base(new MiniMaxWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeMiniMax Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeMiniMax Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
