using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>All that one attempt at an image call sends: requests of the wire, polls, and downloads that carry no credential.</summary>
internal sealed class ImageSession(
    ImageProtocol protocol,
    ProviderHttp http,
    string scheme,
    ImageRequest request,
    CredentialUse credential,
    AttemptClock clock,
    CancellationToken cancellationToken) : IImageTransport
{
    private const int DownloadTries = 3;

    /// <summary>How long a provider has to take note that a task is not wanted any more; the caller waits for it.</summary>
    public static readonly TimeSpan AbandonLimit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan DownloadPause = TimeSpan.FromSeconds(1);

    public async Task<WireReply> SendAsync(WireMessage message)
    {
        RefuseWhereStrict();
        using var response = await ExchangeAsync(http.Get(scheme), Make(message)).ConfigureAwait(false);
        clock.NoteHeaders();
        clock.RequestId = protocol.GetRequestId(response.Headers) ?? clock.RequestId;
        if (!response.IsSuccessStatusCode)
        {
            throw await FailureAsync(response).ConfigureAwait(false);
        }

        var body = await WireBody.ReadAsync(response, WireBody.MaxImageAnswerBytes, clock, cancellationToken).ConfigureAwait(false);
        var reply = new WireReply((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Headers, body.Memory, body.Return);
        if (protocol.FindError(reply, request) is { } error)
        {
            reply.Dispose();
            throw error;
        }

        return reply;
    }

    public async Task<T> PollAsync<T>(WireMessage message, PollPlan plan, Func<WireReply, T?> read)
        where T : class
    {
        var isRefreshed = false;
        var wait = plan.WaitBefore(0);
        for (var poll = 1; ; poll++)
        {
            await Task.Delay(wait, clock.Time, cancellationToken).ConfigureAwait(false);
            wait = plan.WaitBefore(poll);
            try
            {
                if (await AskAsync(message, read).ConfigureAwait(false) is { } result)
                {
                    return result;
                }
            }
            catch (PollFailedException failed)
            {
                wait = failed.Error.RetryAfter is { } stated && stated > wait ? stated : wait;
                if (failed.Error.Kind is OneApiErrorKind.Authentication && credential.CanRefresh && !isRefreshed)
                {
                    isRefreshed = true;
                    await credential.RefuseAsync(cancellationToken).ConfigureAwait(false);
                }
                else if (!failed.MayPass)
                {
                    credential.Spend(); // whatever it is, the task is not begun again on this channel
                    throw failed.Error;
                }
            }
        }
    }

    public Task<ImageGenerationResponse> RepeatAsync(ImageRequest request, int times, Func<ImageRequest, IImageTransport, int, Task<ImageGenerationResponse>> run, int atOnce = 4) => times <= 1
        ? run(request, this, 0)
        : ImageRepeats.RunAsync(request, times, atOnce, (one, index) => run(one, new ImageSession(protocol, http, scheme, one, credential, clock, cancellationToken), index), cancellationToken);

    public async Task<T> WhileWantedAsync<T>(Func<Task<T>> work, Func<IImageTransport, Task> abandon)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await AbandonAsync(abandon).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Fetches what an answer points to. The address is another party's, so nothing that proves who we are goes along.</summary>
    public async Task<DataContent> DownloadAsync(Uri address, string mediaType)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await FetchAsync(address, mediaType).ConfigureAwait(false);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or SocketException && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == DownloadTries || error is HttpRequestException { StatusCode: { } status and < System.Net.HttpStatusCode.InternalServerError } && (int)status != 429)
                {
                    // The images were made and paid for: another channel may do better, the same one would only make them again.
                    throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "An image could not be fetched from the address that the answer gave.", inner: error);
                }
            }

            await Task.Delay(DownloadPause * attempt, clock.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T?> AskAsync<T>(WireMessage message, Func<WireReply, T?> read)
        where T : class
    {
        WireReply reply;
        try
        {
            reply = await SendAsync(message).ConfigureAwait(false);
        }
        catch (OneApiException error)
        {
            throw new PollFailedException(error, error.Kind is OneApiErrorKind.ProviderUnavailable or OneApiErrorKind.RateLimited or OneApiErrorKind.Timeout);
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new PollFailedException(new(OneApiErrorKind.ProtocolViolation, cut), mayPass: true);
        }

        using (reply)
        {
            try
            {
                return read(reply);
            }
            catch (JsonException garbled)
            {
                throw new PollFailedException(new(OneApiErrorKind.ProtocolViolation, garbled), mayPass: true);
            }
        }
    }

    private async Task<DataContent> FetchAsync(Uri address, string mediaType)
    {
        using var plain = new HttpRequestMessage(HttpMethod.Get, address);
        plain.Headers.TryAddWithoutValidation("Accept", "image/*, */*;q=0.5");
        using var response = await http.GetUnauthenticated().SendAsync(plain, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var body = await WireBody.ReadAsync(response, WireBody.MaxImageBytes, clock, cancellationToken).ConfigureAwait(false);
        try
        {
            var stated = response.Content.Headers.ContentType?.MediaType;
            var type = ImageContents.Sniff(body.Span) ?? (stated?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true ? stated : null);
            return body.Length > 0 && (type ?? (stated is null or "application/octet-stream" ? mediaType : null)) is { } known
                ? new(body.Memory.ToArray(), known)
                : throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "What the answer points to is not an image.");
        }
        finally
        {
            body.Return();
        }
    }

    private async Task AbandonAsync(Func<IImageTransport, Task> abandon)
    {
        using var limit = new CancellationTokenSource(AbandonLimit, clock.Time);
        try
        {
            await abandon(new ImageSession(protocol, http, scheme, request, credential, clock, limit.Token)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the caller has gone or is out of time; that the provider could not be told changes nothing for it
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(HttpMessageInvoker invoker, HttpRequestMessage message)
    {
        try
        {
            return await invoker.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException && !cancellationToken.IsCancellationRequested)
        {
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProviderUnavailable, inner: error);
        }
    }

    private ProviderRequest Make(WireMessage message)
    {
        var made = new ProviderRequest(new Uri(message.Url), credential, message.Method);
        if (message.Body is { } body)
        {
            made.Content = new MemoryBody(body, message.ContentType is { } type ? MediaTypeHeaderValue.Parse(type) : null, clock);
        }

        made.Headers.TryAddWithoutValidation("Accept", message.Accept);
        WireSender.Put(made, request.Endpoint.Headers);
        WireSender.Put(made, request.ForwardedHeaders);
        WireSender.Put(made, message.Headers);
        return made;
    }

    private async Task<OneApiException> FailureAsync(HttpResponseMessage response)
    {
        var body = await WireBody.ReadErrorAsync(response, clock).ConfigureAwait(false);
        try
        {
            var fault = protocol.ReadError((int)response.StatusCode, body.Span);
            return ProviderFaults.ToException(request.Endpoint, fault, RetryAfter.Of(response.Headers, response.Headers.Date ?? clock.UtcNow), clock.RequestId);
        }
        finally
        {
            body.Return();
        }
    }

    private void RefuseWhereStrict()
    {
        if (request.Strict && request.Warnings.Count > 0)
        {
            var first = request.Warnings.All[0];
            throw request.Refuse(first.Setting, first.Message);
        }
    }

    /// <summary>A poll, not the task, has failed.</summary>
    private sealed class PollFailedException(OneApiException error, bool mayPass) : Exception
    {
        public OneApiException Error { get; } = error;

        public bool MayPass { get; } = mayPass;
    }
}
