using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Carries one wire's image calls, and gives the caller the form that it asked for: data is fetched from the addresses where it must be.</summary>
internal sealed class ImageWire(ImageProtocol protocol, ProviderHttp http, string scheme)
{
    public async Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, CredentialUse credential, AttemptClock clock)
    {
        var options = request.Options;
        if (options?.ResponseFormat is ImageGenerationResponseFormat.Hosted)
        {
            request.Warnings.NotHonoured(nameof(options.ResponseFormat), "The provider hosts no images; they come as data or as addresses.");
        }

        if (options?.StreamingCount > 0)
        {
            request.Warnings.NotHonoured(nameof(options.StreamingCount), "Images come whole; there are no intermediate ones.");
        }

        if (request.WantsUri && protocol.GivesOnlyData(request))
        {
            request.Warnings.NotHonoured(nameof(options.ResponseFormat), "The provider gives images as data only.");
        }

        var session = new ImageSession(protocol, http, scheme, request, credential, clock, clock.Token);
        var response = await protocol.GenerateAsync(request, session).ConfigureAwait(false);
        if (response.Contents.Count == 0)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
        }

        await DeliverAsync(response, request, session).ConfigureAwait(false);
        return response;
    }

    private static async Task DeliverAsync(ImageGenerationResponse response, ImageRequest request, ImageSession session)
    {
        if (request.WantsUri && response.Contents.Any(static content => content is DataContent))
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.ResponseFormat), "The provider gives images as data only.");
        }

        if (request.WantsData)
        {
            var fetched = await Task.WhenAll(response.Contents.Select(content => FetchAsync(content, session))).ConfigureAwait(false);
            response.Contents = [.. fetched];
        }

        if (request.Options?.MediaType is { } asked && response.Contents.Any(content => content is DataContent data && !data.MediaType.Equals(asked, StringComparison.OrdinalIgnoreCase)))
        {
            request.Warnings.NotHonoured(nameof(ImageGenerationOptions.MediaType), "The images came in another format.");
        }
    }

    private static async Task<AIContent> FetchAsync(AIContent content, ImageSession session)
    {
        if (content is not UriContent address)
        {
            return content;
        }

        var data = await session.DownloadAsync(address.Uri, address.MediaType).ConfigureAwait(false);
        data.AdditionalProperties = content.AdditionalProperties;
        data.RawRepresentation = content.RawRepresentation;
        return data;
    }
}
