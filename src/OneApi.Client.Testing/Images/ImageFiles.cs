using System.Collections.Concurrent;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Images;

/// <summary>The images that a fake gives by address. They stand for another host's, so a request for one must prove nothing.</summary>
internal sealed class ImageFiles(ProviderWire wire)
{
    private const string Folder = "/_images/";
    private static readonly string[] Credentials = ["Authorization", "x-api-key", "api-key", "x-goog-api-key", "Cookie"];
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public WireRoute Route => new("GET", Folder + "*", Get);

    public static bool IsFile(FakeRequest request) => request.Path.Contains(Folder, StringComparison.Ordinal);

    /// <summary>Refuses a request for a file that carries a credential.</summary>
    public static WireFailure? Judge(FakeRequest request) => Array.Exists(Credentials, request.Headers.ContainsKey)
        ? new WireFailure(WireErrorKind.InvalidRequest, request) { Message = "A credential was sent to the host of the images." }
        : null;

    /// <summary>Keeps an image and gives its address.</summary>
    public string Add(byte[] image, FakeRequest request)
    {
        var name = wire.NextId("image") + ".png";
        _files[name] = image;

        return $"http://{request.Headers["Host"]}{wire.BasePath}{Folder}{name}";
    }

    private WireAnswer Get(WireCall call)
    {
        var name = call.Request.Path[(call.Request.Path.LastIndexOf('/') + 1)..];

        return _files.TryGetValue(name, out var image)
            ? WireAnswer.Raw(200, "image/png", image)
            : throw new RequestRefusedException(WireErrorKind.NotFound, null, null, null);
    }
}
