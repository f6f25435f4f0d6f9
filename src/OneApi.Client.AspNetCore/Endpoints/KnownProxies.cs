using System.Net;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Finds a caller's own address: the connection's, or behind known proxies the nearest one that is none of them. Thread-safe.</summary>
internal sealed class KnownProxies
{
    private const string Forwarded = "X-Forwarded-For";
    private readonly IPNetwork[] _networks;

    /// <exception cref="ArgumentException">One of them is no address and no network.</exception>
    public KnownProxies(IEnumerable<string> proxies) => _networks = [.. proxies.Select(Parse)];

    /// <summary>The verified address, or null when the connection has none, or a known proxy names none.</summary>
    public IPAddress? Of(HttpContext context)
    {
        var address = Plain(context.Connection.RemoteIpAddress);
        if (address is null || _networks.Length == 0 || !IsKnown(address))
        {
            return address;
        }

        var told = string.Join(',', context.Request.Headers[Forwarded].ToArray()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = told.Length - 1; i >= 0; i--)
        {
            if (Read(told[i]) is not { } before)
            {
                return null; // what a proxy could not say is nobody's address
            }

            if (!IsKnown(before) || i == 0)
            {
                return before;
            }
        }

        return address;
    }

    private bool IsKnown(IPAddress address) => Array.Exists(_networks, network => network.Contains(address));

    /// <summary>An address as proxies write it, with a port or without.</summary>
    private static IPAddress? Read(string text) =>
        IPAddress.TryParse(text, out var address) || (IPEndPoint.TryParse(text, out var point) && (address = point.Address) is not null) ? Plain(address) : null;

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static IPNetwork Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address)
            ? new(Plain(address)!, Plain(address)!.GetAddressBytes().Length * 8)
            : throw new ArgumentException($"KnownProxies: '{text}' is no address and no network; use one like 10.0.0.1 or 10.0.0.0/8.");
    }
}
