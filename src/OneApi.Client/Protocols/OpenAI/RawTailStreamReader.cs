using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>
/// The streams of ChatGLM3's server (zhipu.md §10): a short answer has no event at all, and one with <c>get_</c> in it breaks off
/// and ends with its whole text once more, as an event that is no JSON and without an end mark.
/// </summary>
internal sealed class RawTailStreamReader(ChatRequest request) : ChatStreamReader
{
    private readonly OpenAIStreamReader _inner = new(request.Endpoint, request.Profile);
    private readonly StringBuilder _delivered = new();
    private bool _hasEvent;

    public override bool WantsWhole => !_hasEvent;

    public override ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        _hasEvent = true;
        ChatResponseUpdate? update;
        try
        {
            update = _inner.Read(eventType, data);
        }
        catch (JsonException)
        {
            update = _inner.Read(eventType, Encoding.UTF8.GetBytes(LastChunk(Encoding.UTF8.GetString(data))));
            IsComplete = true;
        }

        Follow();
        _delivered.Append(update?.Text);
        return update;
    }

    public override ChatResponseUpdate? Complete()
    {
        if (!_hasEvent)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse);
        }

        var last = _inner.Complete();
        Follow();
        return last;
    }

    private void Follow()
    {
        IsComplete |= _inner.IsComplete;
        if (_inner.ContentEvents != ContentEvents)
        {
            HasContent = true;
        }
    }

    /// <summary>The chunk that the server should have sent: what is left of the text, and the end.</summary>
    private string LastChunk(string whole)
    {
        var delivered = _delivered.ToString();
        if (!whole.StartsWith(delivered, StringComparison.Ordinal))
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The text at the end of the stream is not the one that was streamed.");
        }

        return new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["delta"] = new JsonObject { ["content"] = whole[delivered.Length..] },
                ["finish_reason"] = "stop",
            }),
        }.ToJsonString();
    }
}
