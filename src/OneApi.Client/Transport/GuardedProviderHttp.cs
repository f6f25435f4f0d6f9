using System.Net;
using System.Net.Sockets;

namespace OneApi.Client.Transport;

/// <summary>
/// Connects to addresses only that a guard lets through, decided on what the name resolved to, and to nothing else than that: a second answer of the
/// resolver can't lead elsewhere. No redirects, and no proxy, which would hide the target. Exchanges of credentials go the same way.
/// </summary>
internal sealed class GuardedProviderHttp(NetworkGuard guard, IHttpMessageHandlerFactory handlers, IServiceProvider services) : ProviderHttp(handlers, services)
{
    private readonly IServiceProvider _services = services;

    protected override bool OwnsHandlers => true;

    protected override HttpMessageHandler CreateHandler(string? scheme)
    {
        var sockets = new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync };
        HttpClientRegistration.Configure(sockets);
        if (scheme is null)
        {
            return sockets;
        }

        var handler = Authentication.AuthenticationSchemes.Of(scheme).Create(new Services(_services, this));
        handler.InnerHandler = sockets;
        return handler;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        var open = Array.FindAll(addresses, guard.Allows);
        if (open.Length == 0)
        {
            throw new OneApiException(OneApiErrorKind.PermissionDenied)
            {
                ProviderCode = "address_not_allowed",
                ProviderMessage = "The channel's host is no public address; list its network in the channel's allowed_networks, if it is meant.",
            };
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What a scheme's handler asks for, with the guarded way to send in the place of the open one.</summary>
    private sealed class Services(IServiceProvider inner, ProviderHttp http) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ProviderHttp) ? http : inner.GetService(serviceType);
    }
}
