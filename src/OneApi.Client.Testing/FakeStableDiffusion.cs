using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.StableDiffusion;

namespace OneApi.Client.Testing;

/// <summary>Stable Diffusion WebUI on loopback: <c>/sdapi/v1/txt2img</c>, <c>img2img</c>, <c>progress</c>, <c>interrupt</c>, <c>sd-models</c> and <c>samplers</c>, with Basic authentication.</summary>
/// <remarks>See <see cref="FakeImageProvider"/> for what it makes. A key of <c>user:password</c> is asked for; an empty <see cref="FakeProviderOptions.ApiKey"/> asks for none. A call that <see cref="Fault.Silence"/> holds up is the current job until its client leaves, and beyond.</remarks>
public sealed class FakeStableDiffusion : FakeImageProvider
{
    private readonly StableDiffusionWire _wire;

    private FakeStableDiffusion(StableDiffusionWire wire, ImageScript script, FakeProviderOptions options)
        : base(wire, script, options)
    {
        _wire = wire;
    }

    /// <summary>Gets or sets the id of a job that somebody else began and that is running now.</summary>
    /// <value><see langword="null"/>, the default, means none.</value>
    public string? OthersTask
    {
        get => _wire.OthersTask;
        set => _wire.OthersTask = value;
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeStableDiffusion Start() => Start(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeStableDiffusion Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var script = new ImageScript();

        return new(new StableDiffusionWire(script), script, options);
    }
}
