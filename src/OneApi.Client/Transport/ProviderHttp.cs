using System.Collections.Concurrent;
using OneApi.Client.Authentication;

namespace OneApi.Client.Transport;

/// <summary>Hands out one invoker per authentication scheme. The handlers come from the host's factory and live as long as it.</summary>
internal sealed class ProviderHttp(IHttpMessageHandlerFactory handlers) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _invokers = new(StringComparer.Ordinal);

    /// <summary>An invoker adds nothing to its handler: no timeout of its own, no token to link, no buffering.</summary>
    public HttpMessageInvoker Get(string scheme) => _invokers.GetOrAdd(
        scheme,
        static (name, factory) => new HttpMessageInvoker(factory.CreateHandler(AuthenticationSchemes.HttpClientName(name)), disposeHandler: false),
        handlers);

    /// <summary>An invoker that adds no credential.</summary>
    public HttpMessageInvoker GetUnauthenticated() => _invokers.GetOrAdd(
        HttpClientNames.Unauthenticated,
        static (name, factory) => new HttpMessageInvoker(factory.CreateHandler(name), disposeHandler: false),
        handlers);

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values)
        {
            invoker.Dispose();
        }
    }
}
