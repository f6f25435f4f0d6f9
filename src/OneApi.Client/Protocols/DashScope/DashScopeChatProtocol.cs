using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Alibaba's own wire for Qwen (protocols/qwen.md §3 to §5): text generation, and multimodal generation for what sees or hears.</summary>
internal sealed class DashScopeChatProtocol : ChatProtocol
{
    private static readonly KeyValuePair<string, string> EventStream = new("Accept", "text/event-stream");
    private static readonly KeyValuePair<string, string> Sse = new("X-DashScope-SSE", "enable");
    private static readonly KeyValuePair<string, string> ResolveOss = new("X-DashScope-OssResourceResolve", "enable");

    public override string Name => "dashscope";

    public override string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming) => UrlOf(endpoint, DashScopeModel.IsMultimodal(model));

    public override string GetChatUrl(ChatRequest request) => UrlOf(request.Endpoint, DashScopeModel.IsMultimodal(request));

    public override void WriteChat(Utf8JsonWriter writer, ChatRequest request) => DashScopeRequestWriter.Write(writer, request);

    public override ChatResponse ReadChat(ReadOnlySpan<byte> body, ChatRequest request) => DashScopeResponseReader.Read(body, request);

    public override ChatStreamReader CreateStreamReader(ChatRequest request) => new DashScopeStreamReader(request.Endpoint, DashScopeStreaming.IsCumulative(request));

    public override Prefill? PrefillOf(ChatRequest request)
    {
        var extras = DashScopeExtras.Of(request);
        var isOurs = !extras.Has("input") && extras.Input?.ContainsKey("messages") != true && extras.Input?.ContainsKey("prompt") != true;
        return request.Profile.Prefill is { } prefill && isOurs && prefill.IsTakenBy(request.Model) && !DashScopeStreaming.IsThinking(request, extras) ? prefill : null;
    }

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => DashScopeErrorReader.Read(status, body);

    /// <summary>A stream is asked for by header: the body has no member for it (protocols/qwen.md §2, §3).</summary>
    public override IEnumerable<KeyValuePair<string, string>> GetHeaders(ChatRequest request)
    {
        var isStream = DashScopeStreaming.IsStream(request);
        var hasOss = DashScopeContentWriter.HasOssAddress(request.Messages);
        return (isStream, hasOss) switch
        {
            (true, true) => [EventStream, Sse, ResolveOss],
            (true, false) => [EventStream, Sse],
            (false, true) => [ResolveOss],
            _ => [],
        };
    }

    private static string UrlOf(ProviderEndpoint endpoint, bool isMultimodal) =>
        endpoint.BaseUrl + (isMultimodal ? "/api/v1/services/aigc/multimodal-generation/generation" : "/api/v1/services/aigc/text-generation/generation");
}
