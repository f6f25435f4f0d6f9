using System.Net;
using System.Net.Sockets;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Counts wrong keys by address, in a minute. Bounded: when too many addresses try, the rest of them share one count. Thread-safe.</summary>
internal sealed class TryLimiter(int max, TimeProvider time)
{
    private const int MaxAddresses = 4096;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly IPAddress Others = IPAddress.Any;
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (DateTimeOffset Start, int Count)> _counts = [];

    /// <summary>How long an address has to wait, or null when it may try.</summary>
    public TimeSpan? WaitOf(IPAddress? address)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            return _counts.TryGetValue(PlaceLocked(address), out var own) && own.Count >= max && own.Start + Window > now ? own.Start + Window - now : null;
        }
    }

    public void NoteWrong(IPAddress? address)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_counts.Count >= MaxAddresses)
            {
                ForgetOldLocked(now);
            }

            var place = PlaceLocked(address);
            var own = _counts.GetValueOrDefault(place);
            _counts[place] = own.Start + Window > now ? (own.Start, own.Count + 1) : (now, 1);
        }
    }

    /// <summary>A customer of IPv6 has a network of 64 bits, and counts once.</summary>
    private static IPAddress NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }

    private IPAddress PlaceLocked(IPAddress? address)
    {
        var network = NetworkOf(address);
        return _counts.Count < MaxAddresses || _counts.ContainsKey(network) ? network : Others;
    }

    private void ForgetOldLocked(DateTimeOffset now)
    {
        foreach (var (address, own) in _counts)
        {
            if (own.Start + Window <= now)
            {
                _counts.Remove(address);
            }
        }
    }
}
