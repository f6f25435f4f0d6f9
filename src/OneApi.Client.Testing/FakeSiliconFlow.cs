using OneApi.Client.Testing.SiliconFlow;

namespace OneApi.Client.Testing;

/// <summary>SiliconFlow on loopback: <c>/v1/chat/completions</c>, <c>/v1/embeddings</c> and <c>/v1/images/generations</c>, with a bearer key.</summary>
/// <remarks>Errors are flat objects with a number, a wrong key is answered with a bare text, and usage grows from chunk to chunk. <see cref="Fault.ProviderError"/> knows <c>20012</c>, <c>20015</c>, <c>30001</c>, <c>50505</c>, and the limits by the end of their names: <c>RPM</c>, <c>TPM</c>, <c>IPM</c>, <c>RPD</c>, <c>TPD</c>, <c>IPD</c>. See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeSiliconFlow : FakeProvider
{
    private FakeSiliconFlow(FakeProviderOptions options)
        : base(new SiliconFlowWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeSiliconFlow Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeSiliconFlow Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
