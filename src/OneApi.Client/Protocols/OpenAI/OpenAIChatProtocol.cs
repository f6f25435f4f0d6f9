using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>OpenAI chat completions, and every server that speaks them (protocols/openai.md, openai-compatible.md).</summary>
internal class OpenAIChatProtocol : ChatProtocol
{
    private static readonly KeyValuePair<string, string> EventStream = new("Accept", "text/event-stream");

    public override string Name => "chat-completions";

    public override string Wire => Wires.ChatCompletions;

    public override string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming)
    {
        var profile = endpoint.Profile.For(model);
        return BaseOf(endpoint.BaseUrl, profile.Version) + profile.ChatPath;
    }

    /// <summary>The address of an operation that is no chat.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="model">The model on the wire, which stands in some addresses.</param>
    /// <param name="path">The operation's path behind the base.</param>
    public virtual string GetOperationUrl(ProviderEndpoint endpoint, string model, string path) => endpoint.BaseUrl + path;

    public override void WriteChat(Utf8JsonWriter writer, ChatRequest request) => OpenAIRequestWriter.Write(writer, request);

    /// <summary>A whole answer that had to be streamed comes as events, unless a server in between answers as it was asked to.</summary>
    public override ChatResponse ReadChat(ReadOnlySpan<byte> body, ChatRequest request)
    {
        var isWhole = request.Streaming || !OpenAIStreaming.IsStream(request) || body.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
        return isWhole ? OpenAIResponseReader.Read(body, request) : OpenAIStreaming.ReadEvents(body, CreateStreamReader(request));
    }

    public override IEnumerable<KeyValuePair<string, string>> GetHeaders(ChatRequest request) =>
        !request.Streaming && OpenAIStreaming.IsStream(request) ? [EventStream] : [];

    public override ChatStreamReader CreateStreamReader(ChatRequest request) =>
        request.Profile.Aggregates ? new RawTailStreamReader(request) : new OpenAIStreamReader(request.Endpoint, request.Profile, OpenAIFinish.InferenceFor(request));

    public override bool TryWriteRelayed(IBufferWriter<byte> output, ChatRequest request) => OpenAIRelay.TryWrite(output, request);

    public override bool IsWithheld(ReadOnlySpan<byte> data, ChatRequest request) => OpenAIRelay.IsUnaskedUsage(data, request);

    public override Prefill? PrefillOf(ChatRequest request) => OpenAIPrefill.Of(request);

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => OpenAIErrorReader.Read(status, body);

    private static string BaseOf(string baseUrl, string? version) =>
        version is not null && baseUrl.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? baseUrl[..^2] + version : baseUrl;
}
