using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Hands events to a wire's stream reader and judges what it can't read (protocols/openai.md §0, rules 7 and 9).</summary>
internal sealed class ChatEvents(ChatStreamReader reader, ChatRequest request, AttemptClock clock)
{
    private int _malformed;
    private int _contentEvents;

    public bool IsComplete => reader.IsComplete;

    public bool WantsWhole => reader.WantsWhole;

    public ChatResponseUpdate? Parse(string eventType, ReadOnlySpan<byte> data)
    {
        try
        {
            var update = reader.Read(eventType, data);
            NoteContent();
            return update;
        }
        catch (JsonException error)
        {
            // One unreadable event after content is skipped and reported; before content, or a second one, breaks the answer.
            if (!reader.HasContent || ++_malformed > 1)
            {
                throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "An event of the stream is not JSON.", inner: error);
            }

            request.Warnings.MalformedEvent("An event of the stream was not JSON and was skipped.");
            return null;
        }
    }

    /// <summary>After the body: what was no event at all, then the reader's last word.</summary>
    public IEnumerable<ChatResponseUpdate> Finish(ChatProtocol protocol, ReadOnlySpan<byte> raw)
    {
        ChatResponseUpdate? late = null;
        if (!raw.IsEmpty && !reader.IsComplete)
        {
            var json = raw.StartsWith("error:"u8) ? raw["error:"u8.Length..] : raw;
            var fault = protocol.ReadError(null, json);
            if (fault.Code is not null || fault.Message is not null)
            {
                throw ProviderFaults.ToException(request.Endpoint, fault);
            }

            late = Parse("message", json);
        }

        var last = reader.Complete();
        NoteContent();
        return (late, last) switch
        {
            (null, null) => [],
            (null, not null) => [last],
            (not null, null) => [late],
            _ => [late, last],
        };
    }

    private void NoteContent()
    {
        if (reader.ContentEvents != _contentEvents)
        {
            _contentEvents = reader.ContentEvents;
            clock.NoteContent();
        }
    }
}
