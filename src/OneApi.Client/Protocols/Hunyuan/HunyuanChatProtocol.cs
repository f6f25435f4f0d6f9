using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Tencent Cloud's own wire for Hunyuan (protocols/hunyuan.md §3 to §5): one address, and the action in a header.</summary>
internal sealed class HunyuanChatProtocol : ChatProtocol
{
    public override string Name => "hunyuan";

    public override string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming) => HunyuanAction.UrlOf(endpoint);

    public override IEnumerable<KeyValuePair<string, string>> GetHeaders(ChatRequest request) => HunyuanAction.HeadersOf("ChatCompletions", request.Endpoint);

    public override void WriteChat(Utf8JsonWriter writer, ChatRequest request) => HunyuanRequestWriter.Write(writer, request);

    public override ChatResponse ReadChat(ReadOnlySpan<byte> body, ChatRequest request) => HunyuanResponseReader.Read(body, request);

    public override ChatStreamReader CreateStreamReader(ChatRequest request) => new HunyuanStreamReader(request);

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => HunyuanErrorReader.Read(status, body, out _);

    public override string? GetRequestId(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("X-TC-RequestId", out var values) ? values.ToString() : base.GetRequestId(headers);
}
