using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Carries one wire's chat calls over HTTP: sends, judges the status, hands the body to the wire's readers.</summary>
internal sealed class ChatWire(ChatProtocol protocol, ProviderHttp http, string scheme) : IChatWire
{
    private readonly WireSender _sender = new(protocol, http, scheme);

    public Prefill? PrefillOf(ChatRequest request) => protocol.PrefillOf(request);

    public async Task<ChatResponse> GetResponseAsync(ChatRequest request, CredentialUse credential, AttemptClock clock)
    {
        var (response, isRelayed) = await SendAsync(request, credential, clock).ConfigureAwait(false);
        using var _ = response;
        var body = await WireBody.ReadAsync(response, WireBody.MaxAnswerBytes, clock).ConfigureAwait(false);
        try
        {
            var answer = protocol.ReadChat(body.Span, request);
            if (isRelayed)
            {
                answer.RawRepresentation = new WireBytes(request.Wire!.Wire, body.Span.ToArray());
            }

            return answer;
        }
        finally
        {
            body.Return();
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        ChatRequest request,
        CredentialUse credential,
        AttemptClock clock,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (response, isRelayed) = await SendAsync(request, credential, clock).ConfigureAwait(false);
        using var _ = response;
        if (IsJson(response))
        {
            foreach (var update in await ReadWholeAsync(response, request, clock).ConfigureAwait(false))
            {
                clock.NoteContent();
                yield return update;
            }

            yield break;
        }

        if (isRelayed)
        {
            await foreach (var update in RelayAsync(response, request, clock).ConfigureAwait(false))
            {
                yield return update;
            }

            yield break;
        }

        using var body = new EventStreamBody(await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false), clock, WireBody.MaxLineBytes);
        var events = new ChatEvents(protocol.CreateStreamReader(request), request, clock);
        var parser = SseParser.Create(body, events.Parse);
        await foreach (var item in parser.EnumerateAsync(clock.Token).ConfigureAwait(false))
        {
            if (item.Data is { } update)
            {
                yield return update;
            }

            if (events.IsComplete)
            {
                break;
            }
        }

        if (events.WantsWhole && body.Raw.IsEmpty)
        {
            foreach (var update in await AskForWholeAsync(request, credential, clock).ConfigureAwait(false))
            {
                clock.NoteContent();
                yield return update;
            }

            yield break;
        }

        foreach (var update in events.Finish(protocol, body.Raw))
        {
            yield return update;
        }

        if (events.IsComplete)
        {
            await DrainAsync(body.DrainAsync, clock).ConfigureAwait(false);
        }
    }

    /// <summary>Passes the events on as they come: each update has its bytes (<see cref="WireBytes"/>), those that say nothing to the gateway too.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> RelayAsync(HttpResponseMessage response, ChatRequest request, AttemptClock clock)
    {
        using var blocks = new EventBlocks(await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false), clock, WireBody.MaxLineBytes);
        var events = new ChatEvents(protocol.CreateStreamReader(request), request, clock);
        var relayed = new RelayedUpdates(request.Wire!.Wire);
        while (!events.IsComplete && await blocks.ReadAsync(clock.Token).ConfigureAwait(false))
        {
            var update = blocks.IsEvent ? events.Parse(blocks.EventType, blocks.Data) : null;
            var isWithheld = blocks.IsEvent && !events.IsComplete && ((blocks.IsCut && update is null) || protocol.IsWithheld(blocks.Data, request)); // half an event is none
            yield return relayed.Make(update, isWithheld ? [] : blocks.Bytes, events.IsComplete);
        }

        var foreign = blocks.Foreign.Length;
        foreach (var update in events.Finish(protocol, blocks.Foreign))
        {
            yield return foreign > 0 && !events.IsComplete ? update : relayed.Make(update, [], isEnd: false);
        }

        if (events.IsComplete)
        {
            await DrainAsync(blocks.DrainAsync, clock).ConfigureAwait(false);
        }
    }

    private async Task<(HttpResponseMessage Response, bool IsRelayed)> SendAsync(ChatRequest request, CredentialUse credential, AttemptClock clock)
    {
        var body = ChatCallWriter.WriteBody(protocol, request, out var isRelayed);
        var headers = ChatCallWriter.HeadersOf(protocol, request);
        return (await _sender.SendAsync(request.Endpoint, protocol.GetChatUrl(request), body, request.Streaming, headers, credential, clock).ConfigureAwait(false), isRelayed);
    }

    /// <summary>A server may answer a streamed request with one JSON body: an error, or the whole answer (protocols/openai.md §0, rule 8).</summary>
    private async Task<IEnumerable<ChatResponseUpdate>> ReadWholeAsync(HttpResponseMessage response, ChatRequest request, AttemptClock clock)
    {
        var body = await WireBody.ReadAsync(response, WireBody.MaxAnswerBytes, clock).ConfigureAwait(false);
        try
        {
            return UpdatesOf(protocol.ReadChat(body.Span, request));
        }
        finally
        {
            body.Return();
        }
    }

    private async Task<IEnumerable<ChatResponseUpdate>> AskForWholeAsync(ChatRequest request, CredentialUse credential, AttemptClock clock)
    {
        var whole = request.AsWhole();
        var (response, _) = await SendAsync(whole, credential, clock).ConfigureAwait(false);
        using var held = response;
        return await ReadWholeAsync(response, whole, clock).ConfigureAwait(false);
    }

    /// <summary>Usage and additional properties come on an update of their own, which belongs to the message like the others.</summary>
    private static ChatResponseUpdate[] UpdatesOf(ChatResponse response)
    {
        var updates = response.ToChatResponseUpdates();
        foreach (var update in updates)
        {
            update.Role ??= ChatRole.Assistant;
            update.ResponseId ??= response.ResponseId;
            update.MessageId ??= updates[0].MessageId;
            update.ModelId ??= response.ModelId;
            update.CreatedAt ??= response.CreatedAt;
            update.FinishReason ??= response.FinishReason;
        }

        return updates;
    }

    private static bool IsJson(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType is "application/json";

    /// <summary>What follows the end mark is read only to hand the connection back; it may not hold up the answer.</summary>
    private static async ValueTask DrainAsync(Func<CancellationToken, ValueTask> drain, AttemptClock clock)
    {
        try
        {
            using var brief = CancellationTokenSource.CreateLinkedTokenSource(clock.Token);
            brief.CancelAfter(100);
            await drain(brief.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            // The answer is whole; only the connection is lost.
        }
    }
}
