using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>Makes a whole answer of a stream's updates, for wires that only stream.</summary>
internal static class StreamedAnswer
{
    /// <summary>Merging gives what the provider said besides to the message; of a whole answer it is the answer's.</summary>
    public static ChatResponse ToResponse(IEnumerable<ChatResponseUpdate> updates)
    {
        var response = updates.ToChatResponse();
        if (response.Messages is [{ AdditionalProperties: { } others } message] && response.AdditionalProperties is null)
        {
            response.AdditionalProperties = others;
            message.AdditionalProperties = null;
        }

        return response;
    }
}
