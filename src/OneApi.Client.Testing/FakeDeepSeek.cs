using OneApi.Client.Testing.DeepSeek;

namespace OneApi.Client.Testing;

/// <summary>DeepSeek on loopback: <c>/chat/completions</c>, <c>/beta/chat/completions</c> and <c>/models</c>, with a bearer key.</summary>
/// <remarks>Usage comes with the finish reason of every stream, and <see cref="KeepAlives"/> makes it busy. <see cref="Fault.ProviderError"/> knows the statuses of the vendor's error page (<c>400</c>, <c>401</c>, <c>402</c>, <c>403</c>, <c>404</c>, <c>422</c>, <c>429</c>, <c>500</c>, <c>503</c>) and two widely reported messages: <c>Content Exists Risk</c> and <c>Model Not Exist</c>. See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeDeepSeek : FakeProvider
{
    private readonly DeepSeekWire _wire;

    private FakeDeepSeek(DeepSeekWire wire, FakeProviderOptions options)
        : base(wire, options)
    {
        _wire = wire;
    }

    /// <summary>Gets or sets how many signs of life come before each answer: comments before a stream, empty lines before a body, as under load.</summary>
    /// <value>The default is 0.</value>
    public int KeepAlives
    {
        get => _wire.KeepAlives;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);

            _wire.KeepAlives = value;
        }
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeDeepSeek Start() => new(new DeepSeekWire(), new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeDeepSeek Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(new DeepSeekWire(), options);
    }
}
