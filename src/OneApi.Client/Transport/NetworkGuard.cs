using System.Net;
using System.Net.Sockets;

namespace OneApi.Client.Transport;

/// <summary>Which addresses a channel that an administrator stored may connect to: public ones, and the networks that it lists. Asked with the resolved address, so the spelling of a host plays no part.</summary>
internal sealed class NetworkGuard(IReadOnlyList<IPNetwork> allowed)
{
    // The last is Azure's own (learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16): public by its number, inside every virtual network by its meaning.
    private static readonly IPNetwork[] SpecialV4 = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32");

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    // Protocol assignments with Teredo, documentation, 6to4: inside the global space, yet they lead elsewhere.
    private static readonly IPNetwork[] SpecialV6 = Parse("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Reads addresses and networks; what is neither was refused before.</summary>
    public static IReadOnlyList<IPNetwork> ParseAll(IEnumerable<string> networks) => [.. networks.Select(static text => (IsRead: TryParse(text, out var network), Network: network)).Where(static one => one.IsRead).Select(static one => one.Network)];

    public static bool TryParse(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
        {
            return true;
        }

        var isAddress = IPAddress.TryParse(text, out var address);
        network = isAddress ? new(address!, address!.GetAddressBytes().Length * 8) : default;
        return isAddress;
    }

    public bool Allows(IPAddress address)
    {
        var target = Target(address);
        return IsPublic(target) || Contains(allowed, target);
    }

    private static bool IsPublic(IPAddress target) => target.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Contains(SpecialV4, target),
        AddressFamily.InterNetworkV6 => GlobalV6.Contains(target) && !Contains(SpecialV6, target),
        _ => false,
    };

    /// <summary>The IPv4 host that a mapped or NAT64 address leads to; other addresses are their own target.</summary>
    private static IPAddress Target(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : address;
    }

    private static bool Contains(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        for (var i = 0; i < networks.Count; i++)
        {
            if (networks[i].Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IPNetwork[] Parse(params ReadOnlySpan<string> networks)
    {
        var parsed = new IPNetwork[networks.Length];
        for (var i = 0; i < networks.Length; i++)
        {
            parsed[i] = IPNetwork.Parse(networks[i]);
        }

        return parsed;
    }
}
