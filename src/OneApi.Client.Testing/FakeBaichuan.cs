using OneApi.Client.Testing.Baichuan;

namespace OneApi.Client.Testing;

/// <summary>Baichuan on loopback: <c>/v1/chat/completions</c> and <c>/v1/embeddings</c>, with a bearer key.</summary>
/// <remarks>A 429 is a limit or an empty account by its message. <see cref="Fault.ProviderError"/> knows <c>400</c>, <c>401</c>, <c>429</c>, <c>500</c> and <c>balance</c>. See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeBaichuan : FakeProvider
{
    private FakeBaichuan(FakeProviderOptions options)
        : base(new BaichuanWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeBaichuan Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeBaichuan Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
