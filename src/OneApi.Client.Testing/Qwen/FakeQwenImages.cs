using OneApi.Client.Testing.Images;

namespace OneApi.Client.Testing.Qwen;

/// <summary>DashScope's images on loopback, for the tests of the library itself.</summary>
internal sealed class FakeQwenImages : FakeImageProvider
{
    private FakeQwenImages(ImageScript script, FakeProviderOptions options)
        : base(new QwenImageWire(script), script, options)
    {
    }

    public static FakeQwenImages Start(FakeProviderOptions options) => new(new ImageScript(), options);
}
