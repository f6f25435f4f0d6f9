using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Images;

/// <summary>What the wires share that make nothing but images: no streams, and files that want no credential.</summary>
internal abstract class ImageWireBase : ProviderWire
{
    protected ImageWireBase() => Files = new(this);

    public override string BasePath => "";

    protected ImageFiles Files { get; }

    public override WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
        => ImageFiles.IsFile(request) ? ImageFiles.Judge(request) : base.Authorize(request, keys, time);

    public override bool IsAuthorized(FakeRequest request, string apiKey) => request.Headers.GetValueOrDefault("Authorization") == $"Bearer {apiKey}";

    public override bool IsStreaming(FakeRequest request) => false;

    public override byte[] FrameError(WireError error, FakeRequest request) => WireJson.ToUtf8(error.Body);
}
