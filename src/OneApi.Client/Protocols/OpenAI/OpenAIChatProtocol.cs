using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>OpenAI chat completions, and every server that speaks them (protocols/openai.md, openai-compatible.md).</summary>
internal sealed class OpenAIChatProtocol : ChatProtocol
{
    public override string Name => "chat-completions";

    public override string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming)
    {
        var profile = endpoint.Profile.For(model);
        return BaseOf(endpoint.BaseUrl, profile.Version) + profile.ChatPath;
    }

    public override void WriteChat(Utf8JsonWriter writer, ChatRequest request) => OpenAIRequestWriter.Write(writer, request);

    public override ChatResponse ReadChat(ReadOnlySpan<byte> body, ChatRequest request) => OpenAIResponseReader.Read(body, request);

    public override ChatStreamReader CreateStreamReader(ChatRequest request) => new OpenAIStreamReader(request.Endpoint, OpenAIFinish.InferenceFor(request));

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => OpenAIErrorReader.Read(status, body);

    private static string BaseOf(string baseUrl, string? version) =>
        version is not null && baseUrl.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? baseUrl[..^2] + version : baseUrl;
}
