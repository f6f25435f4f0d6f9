using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Google's generateContent wire: the Gemini API, and the same bodies on Vertex AI (protocols/gemini.md, vertex.md §3).</summary>
internal sealed class GeminiChatProtocol : ChatProtocol
{
    public override string Name => "generate-content";

    public override string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming) =>
        GeminiModel.Url(endpoint, model, streaming ? ":streamGenerateContent?alt=sse" : ":generateContent");

    public override void WriteChat(Utf8JsonWriter writer, ChatRequest request) => GeminiRequestWriter.Write(writer, request);

    public override ChatResponse ReadChat(ReadOnlySpan<byte> body, ChatRequest request)
    {
        try
        {
            return GeminiResponseReader.Read(body, request.Endpoint);
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }
    }

    public override ChatStreamReader CreateStreamReader(ChatRequest request) => new GeminiStreamReader(request.Endpoint);

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body)
    {
        try
        {
            return GeminiErrorReader.Read(status, body);
        }
        catch (InvalidOperationException)
        {
            return new(status, null, null, null); // its words can't be read; the status says enough
        }
    }
}
