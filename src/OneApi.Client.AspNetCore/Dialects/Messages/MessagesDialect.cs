using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Anthropic's messages.</summary>
internal sealed class MessagesDialect : ChatDialect
{
    public override string Wire => Wires.Messages;

    public override ChatBody Read(ReadOnlyMemory<byte> body) => MessagesRequestReader.Read(body, isCounting: false);

    /// <summary>Betas that the caller asks for reach a channel of this wire.</summary>
    public override void ReadHeaders(ChatBody body, IHeaderDictionary headers)
    {
        if (headers["anthropic-beta"].ToString() is { Length: > 0 } betas)
        {
            (body.Options.AdditionalProperties ??= [])[MessagesMarks.Beta] = betas;
        }
    }

    public override void WriteAnswer(IBufferWriter<byte> output, ChatResponse response, ChatBody request) => MessagesAnswerWriter.Write(output, response, request);

    public override ChatEventWriter CreateEventWriter(ChatBody request) => new MessagesEventWriter(request);

    public override void WriteError(IBufferWriter<byte> output, EndpointError error, string requestId) => MessagesErrors.Write(output, error, requestId);
}
