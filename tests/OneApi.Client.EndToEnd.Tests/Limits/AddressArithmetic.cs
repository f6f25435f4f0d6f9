using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace OneApi.Client.EndToEnd.Tests.Limits;

/// <summary>Addresses and networks as bare numbers, read and compared by this test's own arithmetic.</summary>
internal static partial class AddressArithmetic
{
    private const long MappedPrefix = 0xffff;

    /// <summary>Says whether an address lies in one of some networks; of IPv4 also where it is written into IPv6.</summary>
    public static bool IsIn(string address, IEnumerable<string> networks)
    {
        var (value, bits) = Plain(Number(address));
        return networks.Any(network =>
        {
            var slash = network.IndexOf('/', StringComparison.Ordinal);
            var (from, width) = Number(slash < 0 ? network : network[..slash]);
            var length = slash < 0 ? width : int.Parse(network[(slash + 1)..], CultureInfo.InvariantCulture);
            if (width == 128 && length >= 96 && from >> 32 == MappedPrefix)
            {
                (from, width, length) = (from & uint.MaxValue, 32, length - 96);
            }

            return width == bits && value >> (bits - length) == from >> (bits - length);
        });
    }

    /// <summary>Writes a number as an address of IPv4, or of IPv6 in eight groups.</summary>
    public static string Text(BigInteger value, int bits) => bits == 32
        ? string.Join('.', Enumerable.Range(0, 4).Select(i => ((value >> (24 - 8 * i)) & 255).ToString(CultureInfo.InvariantCulture)))
        : string.Join(':', Enumerable.Range(0, 8).Select(i => ((int)((value >> (112 - 16 * i)) & 0xffff)).ToString("x", CultureInfo.InvariantCulture)));

    /// <summary>Reads dotted and grouped addresses, with one gap, a dotted end, and a zone, which does not count.</summary>
    public static (BigInteger Value, int Bits) Number(string text)
    {
        text = Zone().Replace(text, "");
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return (Dotted(text), 32);
        }

        if (text.Contains('.', StringComparison.Ordinal))
        {
            var last = text.LastIndexOf(':') + 1;
            var tail = Dotted(text[last..]);
            text = $"{text[..last]}{(int)(tail >> 16):x}:{(int)(tail & 0xffff):x}";
        }

        var gap = text.IndexOf("::", StringComparison.Ordinal);
        string[] head = Groups(gap < 0 ? text : text[..gap]), end = gap < 0 ? [] : Groups(text[(gap + 2)..]);
        var all = head.Concat(Enumerable.Repeat("0", 8 - head.Length - end.Length)).Concat(end);
        return (all.Aggregate(BigInteger.Zero, static (sum, group) => (sum << 16) + int.Parse(group, NumberStyles.HexNumber, CultureInfo.InvariantCulture)), 128);
    }

    private static (BigInteger Value, int Bits) Plain((BigInteger Value, int Bits) address) =>
        address.Bits == 128 && address.Value >> 32 == MappedPrefix ? (address.Value & uint.MaxValue, 32) : address;

    private static BigInteger Dotted(string text) => text.Split('.').Aggregate(BigInteger.Zero, static (sum, part) => (sum << 8) + int.Parse(part, CultureInfo.InvariantCulture));

    private static string[] Groups(string text) => text.Length == 0 ? [] : text.Split(':');

    [GeneratedRegex("%.*$")]
    private static partial Regex Zone();
}
