using OneApi.Client.Testing.ComfyUI;
using OneApi.Client.Testing.Images;

namespace OneApi.Client.Testing;

/// <summary>ComfyUI on loopback: <c>/prompt</c>, <c>/history</c>, <c>/view</c>, <c>/upload/image</c>, <c>/queue</c> and <c>/interrupt</c>.</summary>
/// <remarks>See <see cref="FakeImageProvider"/> for what it makes. It asks for no key, as the server does, and refuses workflows as the server does: nodes without a class, no node that saves, a checkpoint that it lacks (those of <see cref="FakeProviderOptions.Models"/>, else <c>sd_xl_base_1.0.safetensors</c>), an image that was not uploaded.</remarks>
public sealed class FakeComfyUI : FakeImageProvider
{
    private readonly ComfyUIWire _wire;

    private FakeComfyUI(ComfyUIWire wire, ImageScript script, FakeProviderOptions options)
        : base(wire, script, options)
    {
        _wire = wire;
    }

    /// <summary>Gets or sets the type of the exception that a run breaks on when <see cref="FakeImageProvider.Outcome"/> is <see cref="FakeImageOutcome.Fails"/>.</summary>
    /// <value>The default is <c>torch.OutOfMemoryError</c>.</value>
    public string ExceptionType
    {
        get => _wire.ExceptionType;
        set => _wire.ExceptionType = value;
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeComfyUI Start() => Start(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeComfyUI Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var script = new ImageScript();

        return new(new ComfyUIWire(script), script, options);
    }
}
