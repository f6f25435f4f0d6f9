using System.Text;
using Microsoft.AspNetCore.Http;
using OneApi.Client.Testing.Replay;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing;

/// <summary>Answers on loopback with recorded exchanges, each once, its body in odd slices as networks deliver them.</summary>
/// <remarks>
/// <para>A request gets the first exchange left whose method is the same and whose path ends alike; keys and bodies are not checked. When none is left the answer is 501 with a plain text that says what was asked for.</para>
/// <para>Thread-safe. Disposal closes every connection at once.</para>
/// </remarks>
public sealed class ReplayServer : IAsyncDisposable
{
    private static readonly HashSet<string> HopHeaders = new(StringComparer.OrdinalIgnoreCase)
        { "content-length", "transfer-encoding", "content-encoding", "connection", "keep-alive", "date", "server" };

    private readonly ExchangeList _exchanges;
    private readonly ReplayOptions _options;
    private readonly RequestLog<FakeRequest> _log = new();
    private readonly LoopbackServer _server;
    private int _answers;

    private ReplayServer(IEnumerable<RecordedExchange> exchanges, ReplayOptions options)
    {
        _exchanges = new ExchangeList(exchanges);
        _options = options;
        _server = LoopbackServer.Start(HandleAsync);
    }

    /// <summary>Gets the root URL, without a path and without a slash at the end. Append what the provider's base URL has, or nothing: paths are compared from the end.</summary>
    public string Url => _server.Url;

    /// <summary>Gets all requests so far in order of arrival: a snapshot.</summary>
    public IReadOnlyList<FakeRequest> Requests => _log.Snapshot();

    /// <summary>Starts a server on a free port.</summary>
    /// <param name="exchanges">What to answer, in order.</param>
    /// <param name="options">How to hand it out; <see langword="null"/> means the defaults.</param>
    /// <returns>The running server; dispose it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A slice would be empty, or the least is more than the most.</exception>
    public static ReplayServer Start(IEnumerable<RecordedExchange> exchanges, ReplayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(exchanges);
        options ??= new ReplayOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinSlice, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSlice, options.MinSlice, nameof(options));

        return new ReplayServer(exchanges, options);
    }

    /// <summary>Stops the server and closes every connection at once. Further calls do nothing.</summary>
    /// <returns>A task that completes when the port is free.</returns>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        var request = await RequestReader.ReadAsync(context).ConfigureAwait(false);
        request.IsStreaming = request.Json.Member("stream").IsTrue();
        request.Model = request.Json.Member("model").TextOrNull();

        using var left = context.RequestAborted.Register(() => request.MarkDisconnected());
        _log.Add(request);

        if (_exchanges.Take(request.Method, request.Path) is not { } exchange)
        {
            await SayNoneLeftAsync(context, request).ConfigureAwait(false);
            return;
        }

        await SendAsync(context, request, exchange, stopping).ConfigureAwait(false);
    }

    private async Task SayNoneLeftAsync(HttpContext context, FakeRequest request)
    {
        context.Response.StatusCode = StatusCodes.Status501NotImplemented;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"No recorded exchange answers {request.Method} {request.Path}. Left: {_exchanges.Describe()}.", Encoding.UTF8, context.RequestAborted).ConfigureAwait(false);
        request.MarkAnswered();
    }

    private async Task SendAsync(HttpContext context, FakeRequest request, RecordedExchange exchange, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.StatusCode = exchange.StatusCode;

        foreach (var (name, value) in exchange.ResponseHeaders.Where(static header => !HopHeaders.Contains(header.Key)))
        {
            context.Response.Headers[name] = value;
        }

        try
        {
            await SendSlicesAsync(context.Response, exchange.ResponseBody, ended.Token).ConfigureAwait(false);
            request.MarkAnswered();
            await context.Response.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (ended.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The client left, or the server is being disposed. Nobody is listening.
            context.Abort();
        }
    }

    private async Task SendSlicesAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken ended)
    {
        // Each answer has its own sizes, whatever runs beside it.
        var random = new Random(unchecked((_options.Seed * 397) ^ Interlocked.Increment(ref _answers)));

        while (body.Length > 0)
        {
            var size = Math.Min(body.Length, random.Next(_options.MinSlice, _options.MaxSlice + 1));
            await response.Body.WriteAsync(body[..size], ended).ConfigureAwait(false);
            await response.Body.FlushAsync(ended).ConfigureAwait(false);
            body = body[size..];
        }
    }
}
