using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Sends one request of any wire and turns a bad status into the error that it means.</summary>
internal sealed class WireSender(WireProtocol protocol, ProviderHttp http, string scheme)
{
    private const int MaxKnownAddresses = 256;
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);

    /// <summary>Sends; the body's memory goes back to its pool once the provider has answered.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        ProviderEndpoint endpoint,
        string url,
        PooledBuffer body,
        bool streaming,
        IEnumerable<KeyValuePair<string, string>> headers,
        CredentialUse credential,
        AttemptClock clock)
    {
        var request = new ProviderRequest(AddressOf(url), credential) { Content = new JsonBody(body.Memory, clock) };
        if (endpoint.Profile.ContentType is { } type)
        {
            request.Content.Headers.Remove("Content-Type"); // not set on the value, which all requests share
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        request.Headers.TryAddWithoutValidation("Accept", streaming ? "text/event-stream" : "application/json");
        Put(request, endpoint.Headers);
        Put(request, headers);

        var response = await SendAsync(endpoint, request, clock).ConfigureAwait(false);
        body.Return(); // on any other way out the sending may still be at it, so the memory is left to the collector
        return response;
    }

    /// <summary>Sends a body of any kind, whose memory is the caller's.</summary>
    public Task<HttpResponseMessage> SendAsync(
        ProviderEndpoint endpoint,
        string url,
        HttpContent body,
        string accept,
        IEnumerable<KeyValuePair<string, string>> headers,
        CredentialUse credential,
        AttemptClock clock)
    {
        var request = new ProviderRequest(AddressOf(url), credential) { Content = body };
        Put(request, endpoint.Headers);
        Put(request, [new("Accept", accept)]);
        Put(request, headers);
        return SendAsync(endpoint, request, clock);
    }

    /// <summary>Opens a socket: the connection stands once the provider has agreed to it.</summary>
    /// <exception cref="OneApiException">The provider has refused, and said why in status and body as over HTTP.</exception>
    public async Task<WebSocket> ConnectAsync(
        ProviderEndpoint endpoint,
        string url,
        IEnumerable<KeyValuePair<string, string>> headers,
        CredentialUse credential,
        AttemptClock clock)
    {
        var request = new ProviderRequest(AddressOf(SocketHandshake.SocketUrl(url)), credential, HttpMethod.Get);
        Put(request, endpoint.Headers);
        Put(request, headers);
        var key = SocketHandshake.Ask(request);

        var response = await SendAsync(request, clock).ConfigureAwait(false);
        try
        {
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            {
                var failure = await FailureAsync(endpoint, response, clock).ConfigureAwait(false);
                throw response.IsSuccessStatusCode && failure.ProviderCode is null ? NoSocket(endpoint) : failure;
            }

            if (!SocketHandshake.IsAgreed(response, key))
            {
                throw NoSocket(endpoint);
            }

            var connection = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
            return SocketHandshake.Open(new ClockedStream(connection, clock));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ProviderEndpoint endpoint, ProviderRequest request, AttemptClock clock)
    {
        var response = await SendAsync(request, clock).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await FailureAsync(endpoint, response, clock).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ProviderRequest request, AttemptClock clock)
    {
        var response = await http.Get(scheme).SendAsync(request, clock.Token).ConfigureAwait(false);
        clock.NoteHeaders();
        clock.RequestId = protocol.GetRequestId(response.Headers);
        clock.ShouldRetry = RetryAfter.ShouldRetry(response.Headers);
        return response;
    }

    public static void Put(HttpRequestMessage request, IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static OneApiException NoSocket(ProviderEndpoint endpoint) =>
        ProviderFaults.Of(endpoint, OneApiErrorKind.ProtocolViolation, "The provider answered, but agreed to no socket.");

    private async Task<OneApiException> FailureAsync(ProviderEndpoint endpoint, HttpResponseMessage response, AttemptClock clock)
    {
        var body = await WireBody.ReadErrorAsync(response, clock).ConfigureAwait(false);
        try
        {
            var fault = protocol.ReadError((int)response.StatusCode, body.Span);
            return ProviderFaults.ToException(endpoint, fault, RetryAfter.Of(response.Headers, response.Headers.Date ?? clock.UtcNow), clock.RequestId);
        }
        finally
        {
            body.Return();
        }
    }

    private Uri AddressOf(string url)
    {
        if (_addresses.TryGetValue(url, out var known))
        {
            return known;
        }

        var address = new Uri(url);
        if (_addresses.Count < MaxKnownAddresses)
        {
            _addresses[url] = address;
        }

        return address;
    }
}
