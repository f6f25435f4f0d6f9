using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Replicate;

/// <summary>Replicate's predictions (protocols/images.md §7): begun, polled, and cancelled when nobody waits any more.</summary>
internal sealed class ReplicateImageProtocol : ImageProtocol
{
    private static readonly PollPlan Plan = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5), PollsPerStep: 4);

    public override string Name => "replicate";

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => ReplicateReader.ReadFault(status, body);

    public override Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport)
    {
        ReplicateInput.Check(request);
        return transport.RepeatAsync(request, ReplicateInput.RunsOf(request), (one, own, _) => RunAsync(one, own));
    }

    private static async Task<ImageGenerationResponse> RunAsync(ImageRequest request, IImageTransport transport)
    {
        var root = request.Endpoint.BaseUrl;
        var message = WireMessage.Json(root + PathOf(request.Model), writer => Write(writer, request));
        string id;
        using (var reply = await transport.SendAsync(message).ConfigureAwait(false))
        {
            if (ReplicateReader.Read(reply, request) is { } atOnce)
            {
                return atOnce;
            }

            id = ReplicateReader.IdOf(reply, request);
        }

        // The addresses in the answer are not used: the key goes to the configured base and nowhere else.
        var prediction = $"{root}/predictions/{Uri.EscapeDataString(id)}";
        return await transport.WhileWantedAsync(
            () => transport.PollAsync(WireMessage.Get(prediction), Plan, reply => ReplicateReader.Read(reply, request)),
            async abandon => (await abandon.SendAsync(WireMessage.Post(prediction + "/cancel")).ConfigureAwait(false)).Dispose()).ConfigureAwait(false);
    }

    /// <summary><c>owner/name:version</c>, <c>deployments/owner/name</c>, or an official model <c>owner/name</c>.</summary>
    private static string PathOf(string model)
    {
        if (model.Contains(':', StringComparison.Ordinal) || !model.Contains('/', StringComparison.Ordinal))
        {
            return "/predictions";
        }

        var path = string.Join('/', model.Split('/').Select(Uri.EscapeDataString));
        return model.StartsWith("deployments/", StringComparison.Ordinal) ? $"/{path}/predictions" : $"/models/{path}/predictions";
    }

    private static void Write(Utf8JsonWriter writer, ImageRequest request)
    {
        writer.WriteStartObject();
        if (PathOf(request.Model) == "/predictions")
        {
            writer.WriteString("version"u8, request.Model);
        }

        writer.WritePropertyName("input"u8);
        ReplicateInput.Write(writer, request);
        writer.WriteEndObject();
    }
}
