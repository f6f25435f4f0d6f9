using OneApi.Client.Testing.Moonshot;

namespace OneApi.Client.Testing;

/// <summary>Moonshot (Kimi) on loopback: <c>/v1/chat/completions</c> and <c>/v1/models</c>, with a bearer key.</summary>
/// <remarks>Usage comes inside the last choice of a stream, ids of tool calls are <c>{name}:{index}</c>, errors are told by their type. <see cref="Fault.ProviderError"/> knows the types of the vendor's error page (<c>engine_overloaded_error</c>, <c>exceeded_current_quota_error</c>, …). See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeMoonshot : FakeProvider
{
    private FakeMoonshot(FakeProviderOptions options)
        : base(new MoonshotWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeMoonshot Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeMoonshot Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
