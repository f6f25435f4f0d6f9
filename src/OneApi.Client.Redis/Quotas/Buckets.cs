using System.Runtime.InteropServices;

namespace OneApi.Client.Redis.Quotas;

/// <summary>Spreads accounts over buckets by the first two parts of their keys, so that a token's total, days and months are together. The same in every process, for ever.</summary>
internal sealed class Buckets
{
    private readonly Bucket[] _buckets;

    public Buckets(RedisOptions options)
    {
        _buckets = new Bucket[options.Buckets];
        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] = new(options.KeyPrefix, i);
        }
    }

    public IReadOnlyList<Bucket> All => _buckets;

    public Bucket this[int number] => _buckets[number];

    /// <summary>The bucket of an account or a scope: of <c>token:7</c> for <c>token:7:2026-11-26</c>.</summary>
    public Bucket Of(string name)
    {
        var first = name.IndexOf(':', StringComparison.Ordinal);
        var second = first < 0 ? -1 : name.IndexOf(':', first + 1);
        return _buckets[Hash(MemoryMarshal.AsBytes(second < 0 ? name.AsSpan() : name.AsSpan(0, second))) % (uint)_buckets.Length];
    }

    public Bucket Of(Guid id) => _buckets[Hash(id.ToByteArray(bigEndian: true)) % (uint)_buckets.Length];

    /// <summary>FNV-1a of 32 bits, with the last step of MurmurHash3 so that the low bits are as good as the others.</summary>
    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619u;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }
}
