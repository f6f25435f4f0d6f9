using OneApi.Client.Testing.Zhipu;

namespace OneApi.Client.Testing;

/// <summary>Zhipu (BigModel, and Z.ai) on loopback: <c>/api/paas/v4/chat/completions</c>, <c>/embeddings</c> and <c>/images/generations</c>, with a signed token or the key itself as bearer.</summary>
/// <remarks>Tokens are checked for real: header, signature, key, and end by the fake's clock, with the codes 1000 to 1004. <see cref="Fault.ProviderError"/> knows every code of the vendor's error page (<c>1000</c> … <c>1313</c>, <c>500</c>). See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeZhipu : FakeProvider
{
    private FakeZhipu(FakeProviderOptions options)
        : base(new ZhipuWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeZhipu Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeZhipu Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
