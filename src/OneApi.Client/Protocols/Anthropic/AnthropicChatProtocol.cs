using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Anthropic Messages, and every server that speaks them (protocols/anthropic.md).</summary>
internal sealed class AnthropicChatProtocol : ChatProtocol
{
    public override string Name => "messages";

    public override string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming) => endpoint.BaseUrl + "/v1/messages";

    public override void WriteChat(Utf8JsonWriter writer, ChatRequest request) => AnthropicRequestWriter.Write(writer, request);

    public override bool TryWriteRelayed(IBufferWriter<byte> output, ChatRequest request) => AnthropicRelay.TryWrite(output, request);

    public override ChatResponse ReadChat(ReadOnlySpan<byte> body, ChatRequest request)
    {
        try
        {
            return AnthropicResponseReader.Read(body, request.Endpoint, AnthropicTurn.EndsWithResult(request));
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }
    }

    public override ChatStreamReader CreateStreamReader(ChatRequest request) =>
        new AnthropicStreamReader(request.Endpoint, AnthropicTurn.EndsWithResult(request));

    public override Prefill? PrefillOf(ChatRequest request)
    {
        var raw = new RawMembers(request.Raw, request.Options?.AdditionalProperties);
        var model = AnthropicModel.Of(request.Model);
        return model.Prefill && !raw.Has("messages") && !AnthropicThinking.Of(request, model, raw).IsOn ? request.Profile.Prefill : null;
    }

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body)
    {
        try
        {
            return AnthropicErrorReader.Read(status, body);
        }
        catch (InvalidOperationException)
        {
            return new(status, null, null, null); // its words can't be read; the status says enough
        }
    }

    public override IEnumerable<KeyValuePair<string, string>> GetHeaders(ChatRequest request) => AnthropicHeaders.Of(request);
}
