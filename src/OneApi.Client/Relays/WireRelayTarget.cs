using System.Net.Http.Headers;
using OneApi.Client.Gateway;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.OpenAI;
using OneApi.Client.Transport;

namespace OneApi.Client.Relays;

/// <summary>A channel that takes relayed calls: which ones, and where.</summary>
internal sealed class WireRelayTarget(OpenAIChatProtocol protocol, ProviderHttp http, string scheme, ProviderEndpoint endpoint, RelayRoute[] routes)
{
    private readonly WireSender _sender = new(protocol, http, scheme);

    public bool Offers(string operation) => RouteOf(operation) is not null;

    /// <summary>Sends the call's bytes, and opens the answer: up to its end, or to the first piece of a stream.</summary>
    public async Task<RelayFeed> OpenAsync(RelayCall call, Attempt attempt)
    {
        var model = endpoint.ModelOf(attempt.Candidate.WireModel);
        var body = new MemoryBody(call.Content.With(model), contentType: null, attempt.Clock);
        body.Headers.TryAddWithoutValidation("Content-Type", call.Request.ContentType);
        var response = await _sender
            .SendAsync(endpoint, AddressOf(call.Request.Operation, model), body, AcceptOf(call), HeaderForwarding.Select(call.Snapshot, call.Request.ForwardedHeaders), attempt.Credential, attempt.Clock)
            .ConfigureAwait(false);
        return call.Streaming && !IsWhole(response.Content.Headers.ContentType)
            ? await RelayFeed.OpenAsync(response, endpoint, attempt.Clock).ConfigureAwait(false)
            : await ReadWholeAsync(response, attempt.Clock).ConfigureAwait(false);
    }

    private async Task<RelayFeed> ReadWholeAsync(HttpResponseMessage response, AttemptClock clock)
    {
        using (response)
        {
            var type = response.Content.Headers.ContentType;
            var body = await WireBody.ReadAsync(response, WireBody.MaxAnswerBytes, clock).ConfigureAwait(false);
            try
            {
                var bytes = body.Span.ToArray();
                var (usage, text) = RelayVerdict.Judge(endpoint, type?.MediaType, bytes);
                clock.NoteContent();
                return new RelayWhole(type?.ToString(), bytes, usage, text);
            }
            finally
            {
                body.Return();
            }
        }
    }

    /// <summary>A server may answer with one body where a stream was asked for: an error, or the whole answer.</summary>
    private static bool IsWhole(MediaTypeHeaderValue? type) =>
        type?.MediaType is { } media && !RelayFeed.IsEventStream(type) && (media.EndsWith("json", StringComparison.OrdinalIgnoreCase) || media.StartsWith("text/", StringComparison.OrdinalIgnoreCase));

    private static string AcceptOf(RelayCall call) => call.Content.WantsEvents ? "text/event-stream, */*;q=0.5" : "*/*";

    private RelayRoute? RouteOf(string operation) => Array.Find(routes, route => route.Operation == operation);

    private string AddressOf(string operation, string model)
    {
        var route = RouteOf(operation)!;
        return route.InsteadOf is { } tail && endpoint.BaseUrl.EndsWith(tail, StringComparison.OrdinalIgnoreCase)
            ? endpoint.BaseUrl[..^tail.Length] + route.Path
            : protocol.GetOperationUrl(endpoint, model, route.Path);
    }
}
