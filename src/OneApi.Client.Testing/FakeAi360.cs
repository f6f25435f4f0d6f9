using OneApi.Client.Testing.Ai360;

namespace OneApi.Client.Testing;

/// <summary>360 Zhinao on loopback: <c>/v1/chat/completions</c> and <c>/v1/embeddings</c>, with a bearer key.</summary>
/// <remarks>Errors have numeric codes as texts. <see cref="Fault.ProviderError"/> knows <c>1001</c>, the one that is known. See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeAi360 : FakeProvider
{
    private FakeAi360(FakeProviderOptions options)
        : base(new Ai360Wire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeAi360 Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeAi360 Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
