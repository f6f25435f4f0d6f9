using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.ComfyUI;

/// <summary>ComfyUI (protocols/images.md §6): a workflow is queued, its history is polled, its images are fetched one by one.</summary>
internal sealed class ComfyUIImageProtocol : ImageProtocol
{
    private static readonly PollPlan Plan = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2), PollsPerStep: 4);

    public override string Name => "comfyui";

    public override bool GivesOnlyData(ImageRequest request) => true;

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => ComfyUIErrorReader.Read(status, body);

    public override async Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport)
    {
        var workflow = request.Endpoint.Workflows.GetValueOrDefault(request.Model)
            ?? throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ModelNotFound, "The channel has no workflow of this name.", "model_not_found");
        ComfyUIGraph.Check(request, workflow);
        var images = await ComfyUIUpload.SendAsync(request, transport).ConfigureAwait(false);
        return await transport.RepeatAsync(request, ComfyUIGraph.RunsOf(request, workflow), (one, own, _) => RunAsync(one, workflow, images, own)).ConfigureAwait(false);
    }

    private static async Task<ImageGenerationResponse> RunAsync(ImageRequest request, ImageWorkflow workflow, string[] images, IImageTransport transport)
    {
        var (graph, seed) = ComfyUIGraph.Fill(request, workflow, images);
        var id = await QueueAsync(request, graph, transport).ConfigureAwait(false);
        return await transport.WhileWantedAsync(() => FollowAsync(request, workflow, id, seed, transport), abandon => DropAsync(request, id, abandon)).ConfigureAwait(false);
    }

    private static async Task<string> QueueAsync(ImageRequest request, JsonObject graph, IImageTransport transport)
    {
        var message = WireMessage.Json(request.Endpoint.BaseUrl + "/prompt", writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("prompt"u8);
            JsonWrite.Node(writer, graph);
            writer.WriteEndObject();
        });
        using var reply = await transport.SendAsync(message).ConfigureAwait(false);
        using var document = reply.ToJson();
        return document.RootElement.Text("prompt_id")
            ?? throw ProviderFaults.ToException(request.Endpoint, ComfyUIErrorReader.Read(reply.Status, reply.Span));
    }

    private static async Task<ImageGenerationResponse> FollowAsync(ImageRequest request, ImageWorkflow workflow, string id, long? seed, IImageTransport transport)
    {
        var history = WireMessage.Get($"{request.Endpoint.BaseUrl}/history/{Uri.EscapeDataString(id)}");
        var files = await transport.PollAsync(history, Plan, reply => ComfyUIHistory.Read(reply, request, workflow, id)).ConfigureAwait(false);
        var items = new ImageItems(request);
        foreach (var file in files)
        {
            using var image = await transport.SendAsync(WireMessage.Get(request.Endpoint.BaseUrl + "/view" + file.Query) with { Accept = "image/*" }).ConfigureAwait(false);
            if (!image.Span.IsEmpty)
            {
                items.Add(ImageContents.OfData(image.ToArray(), image.ContentType, FactsOf(file, seed)));
            }
        }

        return new(items.Complete());
    }

    private static AdditionalPropertiesDictionary FactsOf(ComfyUIFile file, long? seed)
    {
        var facts = new AdditionalPropertiesDictionary { ["filename"] = file.Name, ["node"] = file.Node };
        if (seed is { } used)
        {
            facts["seed"] = used;
        }

        return facts;
    }

    /// <summary>A waiting run is taken out of the queue; a running one is interrupted, and only where it is ours.</summary>
    private static async Task DropAsync(ImageRequest request, string id, IImageTransport transport)
    {
        using var reply = await transport.SendAsync(WireMessage.Get(request.Endpoint.BaseUrl + "/queue")).ConfigureAwait(false);
        using var queue = reply.ToJson();
        var message = queue.RootElement.Member("queue_running").Items().Any(run => run.Items().ElementAtOrDefault(1).AsText() == id)
            ? WireMessage.Json(request.Endpoint.BaseUrl + "/interrupt", writer => WriteInterrupt(writer, id))
            : WireMessage.Json(request.Endpoint.BaseUrl + "/queue", writer => WriteDelete(writer, id));
        (await transport.SendAsync(message).ConfigureAwait(false)).Dispose();
    }

    /// <summary>Newer servers interrupt only the run that is named, older ones take no notice of the body.</summary>
    private static void WriteInterrupt(Utf8JsonWriter writer, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("prompt_id"u8, id);
        writer.WriteEndObject();
    }

    private static void WriteDelete(Utf8JsonWriter writer, string id)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("delete"u8);
        writer.WriteStringValue(id);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
