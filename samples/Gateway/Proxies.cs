using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using OneApi.Client;

namespace Gateway;

/// <summary>The client's address behind proxies: only as far as <c>OneApi:KnownProxies</c> vouch for it. Without any the connection's own address counts.</summary>
internal static class Proxies
{
    public static void Add(IServiceCollection services) => services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<OneApiEndpointOptions>>(static (forwarded, endpoints) =>
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var text in endpoints.Value.KnownProxies)
        {
            var network = text.Contains('/', StringComparison.Ordinal) ? text : text + (text.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }

        forwarded.ForwardedHeaders = endpoints.Value.KnownProxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.ForwardLimit = null;
    });
}
