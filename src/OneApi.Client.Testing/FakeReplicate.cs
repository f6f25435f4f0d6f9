using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Replicate;

namespace OneApi.Client.Testing;

/// <summary>Replicate on loopback: predictions of models, versions and deployments, polled and cancelled, with a bearer key.</summary>
/// <remarks>See <see cref="FakeImageProvider"/> for what it makes.</remarks>
public sealed class FakeReplicate : FakeImageProvider
{
    private FakeReplicate(ImageScript script, FakeProviderOptions options)
        : base(new ReplicateWire(script), script, options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeReplicate Start() => new(new ImageScript(), new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeReplicate Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(new ImageScript(), options);
    }
}
