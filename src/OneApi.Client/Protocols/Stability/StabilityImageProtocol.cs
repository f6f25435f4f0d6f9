using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Stability;

/// <summary>Stability AI's REST API, v2beta and the old engines (protocols/images.md §4). One image a call; the answer is the image itself.</summary>
internal sealed class StabilityImageProtocol : ImageProtocol
{
    private static readonly PollPlan Plan = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), PollsPerStep: 3);

    public override string Name => "stability";

    public override bool GivesOnlyData(ImageRequest request) => true;

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => StabilityErrorReader.Read(status, body);

    public override Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport)
    {
        var operation = StabilityOperation.Of(request);
        return transport.RepeatAsync(request, request.Count, (one, own, _) => AskAsync(one, operation, own));
    }

    private static async Task<ImageGenerationResponse> AskAsync(ImageRequest request, StabilityOperation operation, IImageTransport transport)
    {
        var url = request.Endpoint.BaseUrl + operation.Path;
        if (operation.IsEngine)
        {
            using var old = await transport.SendAsync(WireMessage.Json(url, writer => StabilityEngine.Write(writer, request))).ConfigureAwait(false);
            return StabilityEngine.Read(old, request);
        }

        var message = WireMessage.Form(url, StabilityForm.Write(request, operation)) with { Accept = "image/*" };
        using var reply = await transport.SendAsync(message).ConfigureAwait(false);
        return StabilityReader.TaskOf(reply) is { } id
            ? await transport.PollAsync(ResultOf(request, id), Plan, result => StabilityReader.Read(result, request)).ConfigureAwait(false)
            : StabilityReader.Read(reply, request) ?? throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
    }

    private static WireMessage ResultOf(ImageRequest request, string id) =>
        WireMessage.Get($"{request.Endpoint.BaseUrl}/v2beta/results/{Uri.EscapeDataString(id)}") with { Accept = "image/*" };
}
