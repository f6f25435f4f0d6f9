using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Sends reasoning back to the servers that want it, and only what they made themselves (openai-compatible.md §1, §5).</summary>
internal static class OpenAIReasoning
{
    public const string Details = "reasoning_details";

    public static void WriteBack(Utf8JsonWriter writer, ChatRequest request, List<TextReasoningContent> reasoning)
    {
        var field = request.Endpoint.Profile.ReasoningReplayField;
        if (field is null)
        {
            return;
        }

        if (field == Details)
        {
            foreach (var part in reasoning)
            {
                if (part.ProtectedData is { } details && OpaqueState.BelongsTo(part, request.Endpoint.Provider))
                {
                    writer.WritePropertyName("reasoning_details"u8);
                    writer.WriteRawValue(details);
                    return;
                }
            }

            return;
        }

        var text = string.Concat(reasoning.Select(static part => part.Text));
        if (text.Length > 0)
        {
            writer.WriteString(field, text);
        }
    }
}
