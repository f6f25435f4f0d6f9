using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>
/// How a wire makes images. Stateless and shared. It may need several requests (a task that is polled, a file that is fetched), so it
/// is given what sends them; it knows nothing of credentials, clocks and limits.
/// </summary>
internal abstract class ImageProtocol : WireProtocol
{
    /// <summary>Says whether the wire gives images only as data, so that a caller who wants an address is told before anything is paid for.</summary>
    public virtual bool GivesOnlyData(ImageRequest request) => false;

    /// <summary>Finds the error that an answer of a good status holds, for wires that say their errors so; null where there is none.</summary>
    public virtual OneApiException? FindError(WireReply reply, ImageRequest request) => null;

    /// <summary>Makes the images: data or addresses, as the provider gives them.</summary>
    /// <exception cref="OneApiException">The provider failed, filtered everything or gave nothing.</exception>
    public abstract Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport);
}
