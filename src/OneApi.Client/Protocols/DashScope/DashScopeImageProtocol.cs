using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Images of DashScope: tasks that are polled, and the newer models that answer at once (protocols/qwen.md §14).</summary>
internal sealed class DashScopeImageProtocol : ImageProtocol
{
    /// <summary>One second, doubling every three polls up to five.</summary>
    private static readonly PollPlan Plan = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), PollsPerStep: 3);

    public override string Name => "dashscope-images";

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => DashScopeErrorReader.Read(status, body);

    public override Task<ImageGenerationResponse> GenerateAsync(ImageRequest request, IImageTransport transport)
    {
        var model = DashScopeImageModel.Of(request);
        DashScopeImageWriter.Check(request, model);
        var calls = (request.Count + model.MaxCount - 1) / model.MaxCount;
        return transport.RepeatAsync(request, calls, (one, own, index) =>
        {
            var count = Math.Min(model.MaxCount, request.Count - (index * model.MaxCount));
            return model.IsTask ? RunAsync(one, model, count, own) : AskAsync(one, model, count, own);
        });
    }

    private static async Task<ImageGenerationResponse> AskAsync(ImageRequest request, DashScopeImageModel model, int count, IImageTransport transport)
    {
        using var reply = await transport.SendAsync(Message(request, model, count)).ConfigureAwait(false);
        return DashScopeImageReader.ReadAnswer(reply, request);
    }

    private static async Task<ImageGenerationResponse> RunAsync(ImageRequest request, DashScopeImageModel model, int count, IImageTransport transport)
    {
        var message = Message(request, model, count) with { Headers = [new("X-DashScope-Async", "enable")] };
        string id;
        using (var reply = await transport.SendAsync(message).ConfigureAwait(false))
        {
            id = DashScopeImageReader.ReadTaskId(reply, request);
        }

        var task = WireMessage.Get($"{request.Endpoint.BaseUrl}/api/v1/tasks/{Uri.EscapeDataString(id)}");
        return await transport.PollAsync(task, Plan, reply => DashScopeImageReader.ReadTask(reply, request)).ConfigureAwait(false);
    }

    private static WireMessage Message(ImageRequest request, DashScopeImageModel model, int count) =>
        WireMessage.Json(request.Endpoint.BaseUrl + model.Path, writer => DashScopeImageWriter.Write(writer, request, model, count));
}
