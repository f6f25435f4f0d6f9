using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols.Spark;

/// <summary>iFlytek Spark's own wire (protocols/spark.md §4, §5): one message out over a socket, frames in.</summary>
internal sealed class SparkChatProtocol : ChatProtocol
{
    public override string Name => "spark";

    public override string GetChatUrl(ProviderEndpoint endpoint, string model, bool streaming)
    {
        var version = SparkModel.Of(endpoint, model);
        return SparkHosts.OfChat(endpoint, version) + version.Path;
    }

    public override void WriteChat(Utf8JsonWriter writer, ChatRequest request) => SparkRequestWriter.Write(writer, request);

    /// <summary>There are no whole answers on the socket; one frame that is the first and the last is read as one.</summary>
    public override ChatResponse ReadChat(ReadOnlySpan<byte> body, ChatRequest request)
    {
        var reader = CreateStreamReader(request);
        var updates = new List<ChatResponseUpdate>(2);
        if (reader.Read("message", body) is { } update)
        {
            updates.Add(update);
        }

        if (reader.Complete() is { } last)
        {
            updates.Add(last);
        }

        return StreamedAnswer.ToResponse(updates);
    }

    public override ChatStreamReader CreateStreamReader(ChatRequest request) => new SparkStreamReader(request);

    public override ProviderFault ReadError(int? status, ReadOnlySpan<byte> body) => SparkErrorReader.Read(status, body);
}
