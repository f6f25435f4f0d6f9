using System.Net;
using System.Net.Sockets;

namespace OneApi.Client.Admission;

/// <summary>Networks from which a token may be used. An address of IPv4 that comes mapped into IPv6 counts as what it is. Without an address nothing is allowed.</summary>
internal sealed class AddressList(IPNetwork[] networks)
{
    public static readonly AddressList Everywhere = new([]);
    private static readonly AddressList Nowhere = new([new IPNetwork(IPAddress.None, 32)]);

    /// <summary>The list of a token. An entry that can't be read (a store that was edited by hand) allows nobody.</summary>
    public static AddressList Of(IReadOnlyList<string> entries)
    {
        if (entries.Count == 0)
        {
            return Everywhere;
        }

        var networks = new List<IPNetwork>(entries.Count);
        foreach (var entry in entries)
        {
            if (TryParse(entry, out var network, out _))
            {
                networks.Add(network);
            }
        }

        return networks.Count == 0 ? Nowhere : new([.. networks]);
    }

    public bool Allows(IPAddress? address)
    {
        if (networks.Length == 0)
        {
            return true;
        }

        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily is AddressFamily.InterNetworkV6 && plain.ScopeId != 0)
        {
            plain = new IPAddress(plain.GetAddressBytes()); // the zone is the host's own affair
        }

        foreach (var network in networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads an address or a network in CIDR notation; what is wrong with it is said as the end of a sentence.</summary>
    public static bool TryParse(string text, out IPNetwork network, out string? error)
    {
        error = null;
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var head = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(head, out var address) || !IsWritten(head, address))
        {
            error = "is not an address or a network; use one like '192.168.10.0/24', '203.0.113.7' or '2001:db8::/32'";
            return false;
        }

        var bits = address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128;
        var length = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out length) || length > bits))
        {
            error = $"has a prefix that is not a number from 0 to {bits}";
            return false;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            if (length < 96)
            {
                error = "is a network of mapped addresses with a prefix below 96; write it as IPv4";
                return false;
            }

            address = address.MapToIPv4();
            length -= 96;
        }

        network = new IPNetwork(address, length);
        if (!network.BaseAddress.Equals(address))
        {
            error = $"has bits set behind its prefix; write '{network}' for the network, or leave the prefix out for the one address";
            return false;
        }

        return true;
    }

    /// <summary>The parser takes <c>10</c>, <c>0x7f.1</c> and <c>010.0.0.1</c> for addresses; a list of networks must not.</summary>
    private static bool IsWritten(string text, IPAddress address) =>
        address.AddressFamily is AddressFamily.InterNetworkV6 ? !text.Contains('%', StringComparison.Ordinal) && !text.StartsWith('[') : text == address.ToString();
}
