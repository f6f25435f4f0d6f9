using System.Collections.Concurrent;
using OneApi.Client.Authentication;

namespace OneApi.Client.Transport;

/// <summary>Hands out one invoker per authentication scheme. The handlers come from the host's factory and live as long as it.</summary>
internal class ProviderHttp(IHttpMessageHandlerFactory handlers, IServiceProvider services) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _invokers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GuardedProviderHttp> _guarded = new(StringComparer.Ordinal);

    /// <summary>An invoker adds nothing to its handler: no timeout of its own, no token to link, no buffering.</summary>
    public HttpMessageInvoker Get(string scheme) => _invokers.GetOrAdd(
        scheme,
        static (name, http) => new HttpMessageInvoker(http.CreateHandler(name), disposeHandler: http.OwnsHandlers),
        this);

    /// <summary>An invoker that adds no credential.</summary>
    public HttpMessageInvoker GetUnauthenticated() => _invokers.GetOrAdd(
        HttpClientNames.Unauthenticated,
        static (_, http) => new HttpMessageInvoker(http.CreateHandler(scheme: null), disposeHandler: http.OwnsHandlers),
        this);

    /// <summary>The same for channels that were made while the gateway runs: they reach public addresses, and the networks that they list. Connections are shared by channels with the same list only.</summary>
    public ProviderHttp Guarded(IEnumerable<string> networks)
    {
        var listed = networks.Select(static network => network.Trim()).Order(StringComparer.Ordinal).ToArray();
        return _guarded.GetOrAdd(string.Join(',', listed), static (_, made) => new(new(NetworkGuard.ParseAll(made.listed)), made.handlers, made.services), (listed, handlers, services));
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual bool OwnsHandlers => false;

    protected virtual HttpMessageHandler CreateHandler(string? scheme) =>
        handlers.CreateHandler(scheme is null ? HttpClientNames.Unauthenticated : AuthenticationSchemes.HttpClientName(scheme));

    protected virtual void Dispose(bool disposing)
    {
        foreach (var invoker in _invokers.Values)
        {
            invoker.Dispose();
        }

        foreach (var guarded in _guarded.Values)
        {
            guarded.Dispose();
        }
    }
}
