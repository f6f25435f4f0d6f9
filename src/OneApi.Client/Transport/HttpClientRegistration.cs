using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Authentication;

namespace OneApi.Client.Transport;

/// <summary>Registers our named clients: their own limits, no resilience handlers of the host, no loggers that would print addresses.</summary>
internal static class HttpClientRegistration
{
    public static void Add(IServiceCollection services)
    {
        foreach (var scheme in AuthenticationSchemes.All)
        {
            AddClient(services, AuthenticationSchemes.HttpClientName(scheme.Name)).AddHttpMessageHandler(scheme.Create);
        }

        AddClient(services, HttpClientNames.Unauthenticated);
        services.AddSingleton<ProviderHttp>();
    }

    private static IHttpClientBuilder AddClient(IServiceCollection services, string name)
    {
        var builder = services.AddHttpClient(name)
            .ConfigurePrimaryHttpMessageHandler(Configure)
            .SetHandlerLifetime(System.Threading.Timeout.InfiniteTimeSpan) // connections are renewed by PooledConnectionLifetime
            .RemoveAllLoggers();

        // A host's ConfigureHttpClientDefaults(AddStandardResilienceHandler) replays POSTs and cuts streams.
#pragma warning disable EXTEXP0001 // the one public way to shed them; experimental since 9.x
        builder.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        return builder;
    }

    /// <summary>A primary handler that the host chose as its default stays, but follows no redirect either; the factory's own is set up for providers.</summary>
    private static void Configure(HttpMessageHandler primary, IServiceProvider services)
    {
        switch (primary)
        {
            case SocketsHttpHandler handler:
                Configure(handler);
                break;
            case HttpClientHandler handler:
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                break;
        }
    }

    /// <summary>What holds for connections to providers.</summary>
    public static void Configure(SocketsHttpHandler handler)
    {
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(10);
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90);
        handler.ConnectTimeout = System.Threading.Timeout.InfiniteTimeSpan; // the attempt's clock has this limit, per channel
        handler.ResponseDrainTimeout = TimeSpan.Zero; // an abandoned stream ends at once, it is not read on
        handler.AllowAutoRedirect = false; // a redirect would carry the key elsewhere
        handler.UseCookies = false;
        handler.ActivityHeadersPropagator = null; // the host's trace ids are not the provider's business
        // TCP no-delay is what SocketsHttpHandler sets on every connection that it opens itself.
    }
}
