using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace OneApi.Client.Testing.Serving;

/// <summary>A bare Kestrel on 127.0.0.1: HTTP/1.1, no host, no middleware, no logging, no limits that would disturb a stalled stream.</summary>
internal sealed class LoopbackServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly Func<HttpContext, CancellationToken, Task> _handle;
    private readonly CancellationTokenSource _stopping = new();
    private int _disposed;

    private LoopbackServer(Func<HttpContext, CancellationToken, Task> handle, int port)
    {
        _handle = handle;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http1);

        // Inline: a flush hands its bytes to the socket before it returns, so that a cut comes after the bytes sent before it.
        var sockets = new SocketTransportOptions { UnsafePreferInlineScheduling = true };
        var transport = new SocketTransportFactory(Options.Create(sockets), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    /// <summary>Gets the root, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public static LoopbackServer Start(Func<HttpContext, CancellationToken, Task> handle, int port = 0)
    {
        var server = new LoopbackServer(handle, port);

        // Binding a socket is synchronous work; the task is complete when it returns.
        server._server.StartAsync(server, CancellationToken.None).GetAwaiter().GetResult();
        server.Url = server._server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return server;
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        // Leave the socket's thread at once (see the inline scheduling above): a script of the test may block.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _handle(context, _stopping.Token).ConfigureAwait(false);
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);

        // A cancelled token means: do not wait for open connections, abort them.
        await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _server.Dispose();
        _stopping.Dispose();
    }
}
