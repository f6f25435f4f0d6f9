using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Whole answers that a server gives as a stream only: a model that thinks may refuse a call that is not streamed (protocols/qwen.md §7).</summary>
internal static class OpenAIStreaming
{
    public static bool IsStream(ChatRequest request) => request.Streaming || IsThinkingInStreamsOnly(request);

    /// <summary>True when the model will think, at a server where that changes what may be asked of it.</summary>
    public static bool IsThinkingInStreamsOnly(ChatRequest request) => request.Profile.ThinksInStreamsOnly && IsThinking(request);

    /// <summary>Puts the answer together out of the body's events.</summary>
    public static ChatResponse ReadEvents(ReadOnlySpan<byte> body, ChatStreamReader reader)
    {
        var updates = new List<ChatResponseUpdate>();
        using var stream = new MemoryStream(body.Length + 2);
        stream.Write(body);
        stream.Write("\n\n"u8); // the end of the body also ends the event at hand
        stream.Position = 0;
        foreach (var item in SseParser.Create(stream, reader.Read).Enumerate())
        {
            if (item.Data is { } update)
            {
                updates.Add(update);
            }

            if (reader.IsComplete)
            {
                break;
            }
        }

        if (reader.Complete() is { } last)
        {
            updates.Add(last);
        }

        return updates.ToChatResponse();
    }

    /// <summary>True when the model will think, as far as the request and the model's name tell.</summary>
    public static bool IsThinking(ChatRequest request) =>
        FlagOf(request.Raw?["enable_thinking"])
        ?? FlagOf(request.Options?.AdditionalProperties)
        ?? (request.Options?.Reasoning?.Effort is { } effort ? effort != ReasoningEffort.None : request.Profile.ThinksUnasked(request.Model));

    private static bool? FlagOf(AdditionalPropertiesDictionary? members) => members?.TryGetValue("enable_thinking", out var value) != true ? null : value switch
    {
        bool flag => flag,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        JsonNode node => FlagOf(node),
        _ => null,
    };

    private static bool? FlagOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
