using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Baidu's Wenxin Workshop, version 1 (protocols/wenxin.md §3 to §5): one address per model, and errors under status 200.</summary>
internal sealed class WenxinChatProtocol : ChatProtocol
{
    public const string BasePath = "/rpc/2.0/ai_custom/v1/wenxinworkshop/";

    public override string Name => "wenxin";

    public override string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming) =>
        $"{endpoint.BaseUrl}{BasePath}chat/{Uri.EscapeDataString(endpoint.Deployment ?? WenxinModels.EndpointOf(model))}";

    public override void WriteChat(Utf8JsonWriter writer, ChatRequest request) => WenxinRequestWriter.Write(writer, request);

    public override ChatResponse ReadChat(ReadOnlySpan<byte> body, ChatRequest request) => WenxinResponseReader.Read(body, request.Endpoint);

    public override ChatStreamReader CreateStreamReader(ChatRequest request) => new WenxinStreamReader(request.Endpoint);

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => WenxinErrorReader.Read(status, body);
}
