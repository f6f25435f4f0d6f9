using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Stability;

namespace OneApi.Client.Testing;

/// <summary>Stability AI on loopback: <c>/v2beta/stable-image</c> with its results, and the old engines under <c>/v1/generation</c>, with a bearer key.</summary>
/// <remarks>See <see cref="FakeImageProvider"/> for what it makes. A filtered image is a success with a blurred one; <c>upscale/creative</c> is a task.</remarks>
public sealed class FakeStability : FakeImageProvider
{
    private FakeStability(ImageScript script, FakeProviderOptions options)
        : base(new StabilityWire(script), script, options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeStability Start() => new(new ImageScript(), new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeStability Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(new ImageScript(), options);
    }
}
