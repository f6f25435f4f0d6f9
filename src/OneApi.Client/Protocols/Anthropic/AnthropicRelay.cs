using System.Buffers;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Sends a caller's own message request on: the model's name is changed and nothing else. What the server makes of the rest is between the two.</summary>
internal static class AnthropicRelay
{
    public static bool TryWrite(IBufferWriter<byte> output, ChatRequest request)
    {
        if (request.Wire is not { Wire: Wires.Messages, Body: var body } || !Lets(request.Messages))
        {
            return false;
        }

        JsonEdit.Write(output, body.Span, JsonEdit.Says(body.Span, "model"u8, request.Model) ? [] : [JsonChange.Set("model", JsonEdit.TextOf(request.Model))]);
        return true;
    }

    /// <summary>
    /// A conversation that another provider has had a part in holds what this wire refuses: thoughts without a signature, links that no search of its own
    /// has found, and ids of calls in letters that it doesn't know. Those can't be told from the caller's own mistakes by looking at single members, so the request is written anew.
    /// </summary>
    private static bool Lets(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            foreach (var content in messages[i].Contents)
            {
                var isForeign = content switch
                {
                    TextContent { Annotations: { } citations } => citations.Any(static citation => AnthropicMarks.CitationOf(citation) is null),
                    TextReasoningContent thought => string.IsNullOrEmpty(thought.ProtectedData),
                    FunctionCallContent call => !AnthropicToolIds.IsClean(call.CallId),
                    FunctionResultContent result => !AnthropicToolIds.IsClean(result.CallId),
                    _ => false,
                };
                if (isForeign)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
