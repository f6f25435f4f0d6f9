using OneApi.Client.Testing.Lingyi;

namespace OneApi.Client.Testing;

/// <summary>01.AI (Yi) on loopback: <c>/v1/chat/completions</c>, with a bearer key.</summary>
/// <remarks>Chunks tell the whole text so far beside each piece. <see cref="Fault.ProviderError"/> knows <c>400</c>, <c>401</c>, <c>404</c>, <c>429</c>, <c>500</c> and <c>529</c>. See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeLingyi : FakeProvider
{
    private FakeLingyi(FakeProviderOptions options)
        : base(new LingyiWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeLingyi Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeLingyi Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
