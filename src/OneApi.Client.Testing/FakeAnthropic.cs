using OneApi.Client.Testing.Anthropic;

namespace OneApi.Client.Testing;

/// <summary>Anthropic on loopback: <c>/v1/messages</c>, <c>/v1/messages/count_tokens</c> and <c>/v1/models</c>, with <c>x-api-key</c> or a bearer key, and <c>anthropic-version</c>.</summary>
/// <remarks>See <see cref="FakeProvider"/> for how it answers. With <c>thinking</c> on, the natural answer thinks first; its signatures are checked when they come back.</remarks>
public sealed class FakeAnthropic : FakeProvider
{
    private FakeAnthropic(FakeProviderOptions options)
        : base(new AnthropicWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeAnthropic Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeAnthropic Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
